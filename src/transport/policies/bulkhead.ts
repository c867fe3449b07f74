import { BillingError } from '../../errors/billing-error.js';
import type { Exchange } from '../exchange.js';
import type { CallsAtOnce, Next, Policy, PolicyOptions } from '../policy.js';

/** The calls of one credential. Gone when it has none. */
interface Lane {
  readonly key: string;
  underWay: number;
  /** Those that wait, the first one longest. Each is what begins it. */
  readonly waiting: Set<() => void>;
}

type BulkheadOptions = Pick<PolicyOptions, 'provider' | 'timeoutMs' | 'callsAtOnce'>;

/** How much of its time a call may wait: what is left then is too little for an answer to be worth asking for. */
const SHARE_OF_TIME_MAX = 0.9;

/**
 * Bounds how many calls are under way, for each credential and in all, so that nobody's calls leave others without a
 * connection. Those beyond wait; turns go round among the credentials that wait, however many calls each of them has
 * waiting. Who waits in vain gets UPSTREAM_TIMEOUT.
 */
export function bulkhead(options: BulkheadOptions): Policy {
  const turns = new Turns(options.callsAtOnce);
  const end = ({ call }: Exchange): void => turns.end(turns.laneOf(call.credentialKey));
  const run: Policy = (exchange, next) => {
    try {
      if (exchange.ending) throw exchange.ending.reason;
      const answer = next(exchange);
      exchange.whenOver(end);
      return answer;
    } catch (refusal) {
      end(exchange);
      throw refusal;
    }
  };
  return (exchange, next) => {
    const lane = turns.laneOf(exchange.call.credentialKey);
    return turns.take(lane) ? run(exchange, next) : waitThenRun(exchange, next);
  };

  async function waitThenRun(exchange: Exchange, next: Next): Promise<unknown> {
    exchange.hasWaited = true;
    try {
      await waitForTurn(exchange, turns, options);
      return await run(exchange, next);
    } catch (error) {
      // Where it never went on, nobody else says that it is over.
      exchange.settle(error);
      throw error;
    }
  }
}

/** Rejects where the exchange is ended meanwhile, or has waited too long, and takes no turn then. */
function waitForTurn(
  exchange: Exchange,
  turns: Turns,
  { provider, timeoutMs }: BulkheadOptions,
): Promise<void> {
  const lane = turns.laneOf(exchange.call.credentialKey);
  return new Promise((resolve, reject) => {
    const waitMs = Math.floor(timeoutMs * SHARE_OF_TIME_MAX);
    const message = `So many calls to the provider are under way that this one had no turn within ${waitMs} ms.`;
    const giveUp = (): void =>
      exchange.end('late', new BillingError('UPSTREAM_TIMEOUT', message, { provider }));
    const timer = setTimeout(giveUp, waitMs);
    const begin = (): void => {
      clearTimeout(timer);
      exchange.onEnd(undefined);
      resolve();
    };
    exchange.onEnd((reason) => {
      clearTimeout(timer);
      turns.leave(lane, begin);
      reject(reason);
    });
    turns.wait(lane, begin);
  });
}

/** Who may begin, and who is next. While nobody waits, it counts and does nothing else. */
class Turns {
  #underWay = 0;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes with somebody waiting that may have one more call under way; the first is served next. */
  readonly #next = new Set<Lane>();

  constructor(private readonly max: CallsAtOnce) {}

  laneOf(key: string): Lane {
    const lane = this.#lanes.get(key) ?? { key, underWay: 0, waiting: new Set() };
    this.#lanes.set(key, lane);
    return lane;
  }

  /** Whether a call may begin now. Those that wait can then not begin, so it passes nobody over. */
  take(lane: Lane): boolean {
    if (this.#underWay >= this.max.perProvider || lane.underWay >= this.max.perCredential) return false;
    this.#underWay += 1;
    lane.underWay += 1;
    return true;
  }

  wait(lane: Lane, begin: () => void): void {
    lane.waiting.add(begin);
    this.#queue(lane);
  }

  leave(lane: Lane, begin: () => void): void {
    lane.waiting.delete(begin);
    if (lane.waiting.size === 0) this.#next.delete(lane);
    this.#forgetIfIdle(lane);
  }

  end(lane: Lane): void {
    this.#underWay -= 1;
    lane.underWay -= 1;
    this.#queue(lane);
    this.#serveNext();
    this.#forgetIfIdle(lane);
  }

  #serveNext(): void {
    const [lane] = this.#next;
    if (!lane) return;
    this.#next.delete(lane);
    const [begin] = lane.waiting;
    if (!begin || !this.take(lane)) return;
    lane.waiting.delete(begin);
    this.#queue(lane);
    begin();
  }

  /** A lane that stands in the row keeps its place. */
  #queue(lane: Lane): void {
    if (lane.waiting.size > 0 && lane.underWay < this.max.perCredential) this.#next.add(lane);
  }

  #forgetIfIdle(lane: Lane): void {
    if (lane.underWay === 0 && lane.waiting.size === 0) this.#lanes.delete(lane.key);
  }
}
