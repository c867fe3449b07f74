import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { BillingError } from '../../errors/billing-error.js';

/**
 * Aborted when the operation's time is up, or when its answer is over: sent, or nobody there to read it. All
 * upstream calls of the operation end with it.
 */
export function createOperationSignal(response: ServerResponse, timeoutMs: number): AbortSignal {
  const controller = new AbortController();
  // One listener per upstream call; their number has its own bound.
  setMaxListeners(0, controller.signal);
  const end = (why: string): void => controller.abort(new BillingError('UPSTREAM_TIMEOUT', why));
  const timer = setTimeout(() => end(`The operation was not done within ${timeoutMs} ms.`), timeoutMs);
  response.once('close', () => {
    clearTimeout(timer);
    end('The client went away.');
  });
  return controller.signal;
}
