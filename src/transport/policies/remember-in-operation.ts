import { isBillingError } from '../../errors/billing-error.js';
import type { Policy, PolicyOptions } from '../policy.js';

/**
 * Makes equal reads of one operation one read, whether its answer is there, under way or a failure. Not remembered is a
 * refusal that was thrown at once, since nothing was asked and who asks again may have a call to pay with; nor a
 * refusal of what may recover. A preview is computed each time, since two of them differ.
 */
export function rememberInOperation({ provider }: Pick<PolicyOptions, 'provider'>): Policy {
  return (exchange, next) => {
    if (exchange.request.method !== 'GET') return next(exchange);
    const { memory } = exchange.call;
    const key = `${provider} ${exchange.path}`;
    const known = memory.get(key);
    if (known) return known;
    const answer = next(exchange);
    memory.set(key, answer);
    answer.catch((error: unknown) => {
      const { mayRecover = false } = exchange.request;
      if (mayRecover && isBillingError(error, 'UPSTREAM_REJECTED')) memory.delete(key);
    });
    return answer;
  };
}
