import type { Exchange } from '../exchange.js';
import type { Policy } from '../policy.js';

/**
 * Takes the call from its purse before anything else can happen, so that whoever plans by what is left plans rightly. A
 * call that was then refused or given up before it was sent goes back, and counts for nobody.
 */
export function pay(): Policy {
  return (exchange, next) => {
    exchange.request.purse.take();
    let answer: Promise<unknown>;
    try {
      answer = next(exchange);
    } catch (refusal) {
      exchange.request.purse.giveBack();
      throw refusal;
    }
    // A call that is on its way cannot be unsent.
    return isSent(exchange) ? answer : answer.catch((error: unknown) => giveBackUnsent(exchange, error));
  };
}

function giveBackUnsent(exchange: Exchange, error: unknown): never {
  if (!isSent(exchange)) exchange.request.purse.giveBack();
  throw error;
}

function isSent({ sentAtMs }: Exchange): boolean {
  return sentAtMs !== undefined;
}
