import { isBillingError } from '../../errors/billing-error.js';
import type { Exchange } from '../exchange.js';
import type { Next, Policy, PolicyOptions } from '../policy.js';
import { RetryBudget } from '../retry-budget.js';
import { waitBeforeRetry, type AttemptFailure } from '../retry-decision.js';

type RetryOptions = Pick<PolicyOptions, 'timeoutMs' | 'monotonicMs' | 'random'>;

/**
 * Makes a call again where that is safe and may help; `retry-decision.ts` says where, `retry-budget.ts` how often. Each
 * attempt is an exchange of its own to the policies below, which pay for it, count it and learn from it; to those above,
 * all attempts are one call with one deadline.
 */
export function retry(options: RetryOptions): Policy {
  const { monotonicMs } = options;
  const budget = new RetryBudget(monotonicMs);
  return (exchange, next) => {
    const untilMs = monotonicMs() + options.timeoutMs;
    const attempt = exchange.begin();
    const answer = next(attempt);
    attempt.whenOver(settleAnswered);
    budget.earn(exchange.call.credentialKey);
    return answer.catch(async (error: unknown) =>
      tryAgain({ exchange, next, untilMs, budget, options }, attempt, error),
    );
  };
}

/** A call of which one attempt has failed. */
interface Retrying {
  readonly exchange: Exchange;
  readonly next: Next;
  /** The end of its time, monotonic milliseconds. */
  readonly untilMs: number;
  readonly budget: RetryBudget;
  readonly options: RetryOptions;
}

/** The first attempt that is answered answers the call; where none is, the last one that was made has failed it. */
async function tryAgain(retrying: Retrying, first: Exchange, failure: unknown): Promise<unknown> {
  const { exchange, next } = retrying;
  let [attempt, error] = [first, failure];
  for (let number = 1; await mayGoOn(retrying, attempt, number, error); number += 1) {
    const another = exchange.begin();
    try {
      const answer = next(another);
      another.whenOver(settleAnswered);
      return await answer;
    } catch (again) {
      // What was refused before it was sent tells less than what came before.
      if (another.sentAtMs === undefined && !exchange.ending) break;
      [attempt, error] = [another, again];
    }
  }
  const reason = exchange.ending?.reason ?? error;
  exchange.settle(reason);
  throw reason;
}

/** Whether there is to be another attempt, once it is time for it. */
async function mayGoOn(
  { exchange, untilMs, budget, options }: Retrying,
  attempt: Exchange,
  number: number,
  error: unknown,
): Promise<boolean> {
  const failure = failureOf(attempt, error);
  if (failure === undefined || exchange.ending || exchange.request.purse.left <= 0) return false;
  const { method } = exchange.request;
  const retryAfterMs = attempt.head?.rateLimit.retryAfterMs;
  const leftMs = untilMs - options.monotonicMs();
  const waitMs = waitBeforeRetry({ method, number, failure, retryAfterMs, leftMs }, options.random());
  if (waitMs === undefined) return false;
  // What is made again at once has met with no trouble of the provider's.
  if (waitMs === 0) return true;
  if (!budget.take(exchange.call.credentialKey)) return false;
  await pause(exchange, waitMs);
  return exchange.ending === undefined;
}

/** What went wrong with the attempt; undefined: something that another one would not mend. */
function failureOf({ loss, sentAtMs }: Exchange, error: unknown): AttemptFailure | undefined {
  if (sentAtMs === undefined || !isBillingError(error)) return undefined;
  return error.facts.upstream?.status ?? loss;
}

/** Until it is time, or the call is ended. */
async function pause(exchange: Exchange, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    exchange.onEnd(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The call is over with the attempt that is answered. */
function settleAnswered(attempt: Exchange, error: unknown): void {
  if (error === undefined) attempt.whole?.settle();
}
