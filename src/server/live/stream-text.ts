import type { Observed } from '../../events/invoice-signal.js';
import { isFailure, type InvoiceSignal, type SignalFailure } from '../../events/invoice-signal.js';
import { toError } from '../../errors/settle.js';
import type { StreamFormat } from './stream-format.js';

/** What a stream is written of. */
export interface StreamParts {
  readonly format: StreamFormat;
  readonly source: AsyncIterator<Observed>;
  readonly heartbeatMs: number;
  /** The id of a signal, and the whole answer for it. */
  readonly write: (observed: InvoiceSignal | SignalFailure) => Promise<string>;
  readonly idOf: (signal: InvoiceSignal) => string;
  /** An object with `errors`. */
  readonly writeFailure: (failure: Error) => string;
  /** Rejects where the caller may not go on. */
  readonly check: () => Promise<void>;
}

/** The text of a stream, piece by piece: the next one is made when the last one has been taken. */
export async function* streamText(parts: StreamParts): AsyncGenerator<string> {
  const { format, source, heartbeatMs, write, idOf, writeFailure, check } = parts;
  yield format.start;
  try {
    for (let pending = source.next(); ;) {
      const step = await within(heartbeatMs, pending);
      if (!step) {
        await check();
        yield format.heartbeat;
        continue;
      }
      if (step.done) break;
      const observed = step.value;
      if (isFailure(observed) && observed.isLast) throw observed.failure;
      yield format.event(isFailure(observed) ? undefined : idOf(observed), await write(observed));
      pending = source.next();
    }
  } catch (error) {
    yield format.failure(writeFailure(toError(error)));
  } finally {
    await source.return?.();
  }
  yield format.end;
}

/** Undefined: it has not come within that time. */
async function within<Value>(ms: number, coming: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([coming, time]);
  } finally {
    clearTimeout(timer);
  }
}
