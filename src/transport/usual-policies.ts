import { awaitCall } from './policies/await-call.js';
import { bulkhead } from './policies/bulkhead.js';
import { breaker } from './policies/breaker.js';
import { callsPerMinute } from './policies/calls-per-minute.js';
import { deadline } from './policies/deadline.js';
import { pay } from './policies/pay.js';
import { privateCache } from './policies/private-cache.js';
import { quota } from './policies/quota.js';
import { rememberInOperation } from './policies/remember-in-operation.js';
import { retry } from './policies/retry.js';
import { shareInFlight } from './policies/share-in-flight.js';
import { trace } from './policies/trace.js';
import type { Policy, PolicyOptions } from './policy.js';

/**
 * What happens to one call, the outermost first. What is remembered, shared or kept pays for nothing. The deadline stands before all
 * that takes time: waiting for a turn, and being made again. Each attempt is paid for; one that is refused below `pay` goes
 * back to its purse. Quota and breaker stand below the bulkhead, since they may have learned something while a call had to wait;
 * our own limit stands behind them, since it counts what goes out; and what has gone out is in the trace.
 */
export function usualPolicies(options: PolicyOptions): readonly Policy[] {
  return [
    rememberInOperation(options),
    awaitCall(),
    shareInFlight(),
    privateCache(options),
    deadline(options),
    retry(options),
    pay(),
    bulkhead(options),
    quota(options),
    breaker(options),
    ...callsPerMinute(options),
    ...trace(options),
  ];
}
