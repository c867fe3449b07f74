import { awaitCall } from '../transport/policies/await-call.js';
import { bulkhead } from '../transport/policies/bulkhead.js';
import { breaker } from '../transport/policies/breaker.js';
import { callsPerMinute } from '../transport/policies/calls-per-minute.js';
import { deadline } from '../transport/policies/deadline.js';
import { pay } from '../transport/policies/pay.js';
import { privateCache } from '../transport/policies/private-cache.js';
import { quota } from '../transport/policies/quota.js';
import { rememberInOperation } from '../transport/policies/remember-in-operation.js';
import { retry } from '../transport/policies/retry.js';
import { shareInFlight } from '../transport/policies/share-in-flight.js';
import type { Policy, PolicyOptions } from '../transport/policy.js';

/**
 * What happens to one call, the outermost first. What is remembered, shared or kept pays for nothing. The deadline stands before all
 * that takes time: waiting for a turn, and being made again. Each attempt is paid for; one that is refused below `pay` goes
 * back to its purse. Quota and breaker stand below the bulkhead, since they may have learned something while a call had to wait;
 * our own limit stands last, since it counts what goes out.
 */
export function providerPolicies(options: PolicyOptions): readonly Policy[] {
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
  ];
}
