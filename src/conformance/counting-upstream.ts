import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that came. */
export interface ReceivedCall {
  readonly method: string;
  /** Raw path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What a call meets in place of its answer: a status of yours, a page of HTML with status 200, a connection that breaks before
 * anything came or in the middle of the body, or silence.
 */
export type UpstreamFault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | 'html'
  | 'reset'
  | 'truncate'
  | 'hang';

/** An upstream that notes what it is asked, and fails where it is told to. */
export interface CountingUpstream {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  /** Those that came since the last `forget`, in order. */
  calls(): readonly ReceivedCall[];
  forget(): void;
  /** The next `times` calls (left out: one) meet this. Adds to what was told before. */
  fault(fault: UpstreamFault, times?: number): void;
  /** All calls are answered again. */
  clearFaults(): void;
  /** Breaks what is still open. */
  close(): Promise<void>;
}

/** Serves an emulator of a provider, on a free port of loopback, so that its calls can be counted and broken. */
export async function startUpstream(emulator: RequestListener): Promise<CountingUpstream> {
  let calls: readonly ReceivedCall[] = [];
  let faults: readonly UpstreamFault[] = [];
  const server = createServer((request, response) => {
    calls = [...calls, toCall(request)];
    const [fault, ...rest] = faults;
    faults = rest;
    if (fault === undefined) emulator(request, response);
    else answerFault(fault, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    forget: () => void (calls = []),
    fault: (fault, times = 1) => void (faults = [...faults, ...Array.from({ length: times }, () => fault)]),
    clearFaults: () => void (faults = []),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function toCall({ method = '', url = '', headers }: IncomingMessage): ReceivedCall {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return { method, path: url, headers: Object.fromEntries(texts) };
}

function answerFault(fault: UpstreamFault, response: ServerResponse): void {
  if (fault === 'hang') return;
  if (fault === 'reset') return void response.socket?.resetAndDestroy();
  if (fault === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
    return;
  }
  if (fault === 'truncate') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"data":[', () => response.socket?.destroy());
    return;
  }
  const { status, headers, body } = fault;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
