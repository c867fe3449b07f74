import { BillingError } from '../../errors/billing-error.js';
import type { Exchange } from '../exchange.js';
import type { Policy, PolicyOptions } from '../policy.js';

/** Bounds the time of a call from here to the last byte of its answer, waiting for its turn included. */
export function deadline({ provider, timeoutMs }: Pick<PolicyOptions, 'provider' | 'timeoutMs'>): Policy {
  const expire = (exchange: Exchange): void => {
    const message = `The provider did not answer within ${timeoutMs} ms.`;
    exchange.end('late', new BillingError('UPSTREAM_TIMEOUT', message, { provider }));
  };
  return (exchange, next) => {
    // What is refused at once needs no timer.
    const answer = next(exchange);
    exchange.timer = setTimeout(expire, timeoutMs, exchange);
    exchange.whenOver(clear);
    return answer;
  };
}

function clear({ timer }: Exchange): void {
  clearTimeout(timer);
}
