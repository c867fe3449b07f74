import { isBillingError } from '../../errors/billing-error.js';
import type { OperationMemory } from '../operation-memory.js';
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
    answer.catch(
      exchange.request.mayRecover === true ? (error: unknown) => forget(memory, key, error) : ignore,
    );
    return answer;
  };
}

function forget(memory: OperationMemory, key: string, error: unknown): void {
  if (isBillingError(error, 'UPSTREAM_REJECTED')) memory.delete(key);
}

/** Whoever asked may have left: then a failure is no news to anybody. */
function ignore(): void {}
