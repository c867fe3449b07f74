import type { Exchange } from '../exchange.js';
import type { Next, Policy } from '../policy.js';

/**
 * Where no call is left to pay with, waits for those who may have put aside more than they need. It stands above the
 * sharing in flight: who waits is nobody's flight, for another operation's calls are not short.
 */
export function awaitCall(): Policy {
  return (exchange, next) => (exchange.request.purse.left > 0 ? next(exchange) : waitThenGo(exchange, next));
}

async function waitThenGo(exchange: Exchange, next: Next): Promise<unknown> {
  const { purse } = exchange.request;
  // Others wait as well, and may take the call first. Where none comes, `pay` says so.
  while (purse.left <= 0 && (await purse.willHaveOne()));
  return next(exchange);
}
