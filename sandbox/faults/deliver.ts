import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.js';
import { answerFor, type AnswerSource, toWhole, type WholeAnswer } from './fault-answer.js';
import { toText } from './text.js';

/** One call on its way to an answer. */
export interface Exchange extends AnswerSource {
  readonly response: ServerResponse;
  /** Aborts when the connection is gone, whoever closed it. */
  readonly signal: AbortSignal;
  /** Resolves when a control call lets this call go on; rejects when the connection is gone. */
  readonly hold: () => Promise<void>;
  /** Notes that the sandbox, not the client, is about to break the connection. */
  readonly onHangUp: () => void;
}

/** Answers the call in the way the fault asks for. */
export async function deliver(exchange: Exchange, fault: Fault = { kind: 'none' }): Promise<void> {
  switch (fault.kind) {
    case 'latency':
      await sleep(fault.ms, undefined, { signal: exchange.signal });
      return deliver(exchange, fault.then);
    case 'hold':
      await exchange.hold();
      return deliver(exchange, fault.then);
    case 'wire':
      return surround(exchange, fault);
    case 'hang':
      return;
    case 'reset':
      return reset(exchange, fault.afterBytes);
    case 'truncate':
      return truncate(exchange, fault.bytes, fault.contentLength ?? 'full');
    case 'drip':
      return drip(exchange, fault.bytesPerTick, fault.tickMs);
    case 'none':
    case 'sequence': // flattened before it gets here, one step per call
      return sendWhole(exchange, toWhole(exchange.normal()));
    default:
      return sendWhole(exchange, answerFor(exchange, fault));
  }
}

function sendWhole({ response }: Exchange, { status, headers, bytes }: WholeAnswer): void {
  // 204 and 304 have no body, and a length beside them would be read as a promise.
  const hasBody = status !== 204 && status !== 304;
  const length: Record<string, number> = hasBody ? { 'content-length': bytes.length } : {};
  response.writeHead(status, { ...length, ...headers });
  response.end(hasBody ? bytes : undefined);
}

/** Past the response's back, which knows of one answer only. */
async function surround(
  exchange: Exchange,
  { before = '', after = '', then }: Extract<Fault, { kind: 'wire' }>,
): Promise<void> {
  const { socket } = exchange.response;
  socket?.write(toText(before));
  await deliver(exchange, then);
  if (socket?.writable) socket.write(toText(after));
}

function reset(exchange: Exchange, afterBytes: number | undefined): void {
  const { response } = exchange;
  if (afterBytes === undefined) return hangUp(exchange);
  const { status, headers, bytes } = toWhole(exchange.normal());
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, afterBytes), () => setImmediate(() => hangUp(exchange)));
}

function hangUp({ response, onHangUp }: Exchange): void {
  onHangUp();
  response.socket?.resetAndDestroy();
}

function truncate(exchange: Exchange, bytesMax: number, contentLength: 'full' | 'actual'): void {
  const { response } = exchange;
  const { status, headers, bytes } = toWhole(exchange.normal());
  const cut = bytes.subarray(0, bytesMax);
  if (contentLength === 'actual') return sendWhole(exchange, { status, headers, bytes: cut });
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(cut, () => {
    exchange.onHangUp();
    response.socket?.end();
  });
}

async function drip(exchange: Exchange, bytesPerTick: number, tickMs: number): Promise<void> {
  const { response, signal } = exchange;
  const { status, headers, bytes } = toWhole(exchange.normal());
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  for (let start = 0; start < bytes.length; start += bytesPerTick) {
    response.write(bytes.subarray(start, start + bytesPerTick));
    await sleep(tickMs, undefined, { signal });
  }
  response.end();
}
