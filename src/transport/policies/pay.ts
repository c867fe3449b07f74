import type { Exchange } from '../exchange.js';
import type { Policy } from '../policy.js';

/**
 * Takes the call from its purse before anything else can happen, so that whoever plans by what is left plans rightly. A
 * call that was then refused or given up before it was sent goes back, and counts for nobody.
 */
export function pay(): Policy {
  return (exchange, next) => {
    exchange.request.purse.take();
    try {
      const answer = next(exchange);
      // A call that is on its way cannot be unsent.
      if (!isSent(exchange)) exchange.whenOver(giveBackUnsent);
      return answer;
    } catch (refusal) {
      exchange.request.purse.giveBack();
      throw refusal;
    }
  };
}

function giveBackUnsent(exchange: Exchange): void {
  if (!isSent(exchange)) exchange.request.purse.giveBack();
}

function isSent({ sentAtMs }: Exchange): boolean {
  return sentAtMs !== undefined;
}
