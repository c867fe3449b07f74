import { awaitCall } from '../../transport/policies/await-call.js';
import { bulkhead } from '../../transport/policies/bulkhead.js';
import { breaker } from '../../transport/policies/breaker.js';
import { deadline } from '../../transport/policies/deadline.js';
import { pay } from '../../transport/policies/pay.js';
import { quota } from '../../transport/policies/quota.js';
import { rememberInOperation } from '../../transport/policies/remember-in-operation.js';
import { shareInFlight } from '../../transport/policies/share-in-flight.js';
import type { Policy, PolicyOptions } from '../../transport/policy.js';

/**
 * What happens to one call, the outermost first. What is remembered or shared pays for nothing. The deadline stands before the
 * bulkhead, for a caller's time runs while he waits for his turn; quota and breaker stand behind it, since they may have
 * learned something meanwhile. A call that is refused anywhere below `pay` goes back to its purse.
 */
export function northflankPolicies(options: PolicyOptions): readonly Policy[] {
  return [
    rememberInOperation(options),
    awaitCall(),
    shareInFlight(),
    pay(),
    deadline(options),
    bulkhead(options),
    quota(options),
    breaker(options),
  ];
}
