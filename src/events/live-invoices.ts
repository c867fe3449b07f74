import type { BillingError } from '../errors/billing-error.js';
import { AccountWatch, type Access, type WatchOptions } from './account-watch.js';
import type { EventIds } from './event-ids.js';
import { PollBudget } from './poll-budget.js';
import { StreamCounts, type StreamsMax } from './stream-counts.js';
import { Subscriber } from './subscriber.js';

/** How long what was seen is remembered for those who come back, milliseconds. */
const REMEMBERED_MS = 300_000;

/** Accounts whose changes are remembered although nobody watches them. */
const REMEMBERED_MAX = 1000;

/** What there may be of streams and looks, and who is told of them. */
export interface LiveOptions extends Pick<
  WatchOptions,
  'pollMs' | 'readHead' | 'now' | 'onPoll' | 'onEvent'
> {
  readonly ids: EventIds;
  readonly streamsMax: StreamsMax;
  /** Polls that one credential may make in a minute. */
  readonly pollsPerMinute: number;
  readonly monotonicMs: () => number;
  /** Told of the figures whenever they change. */
  readonly onCounts: (counts: LiveCounts) => void;
}

/** What is open now. */
export interface LiveCounts {
  readonly streams: number;
  /** Accounts that are looked at, each for one credential. */
  readonly pollers: number;
}

/** What one stream is to be told of. */
export interface AskedStream {
  readonly accesses: readonly Access[];
  /** The last event that the client knows; undefined: it begins now. */
  readonly lastEventId: string | undefined;
}

interface KnownWatch {
  readonly watch: AccountWatch;
  readonly access: Pick<Access, 'account' | 'credentialKey'>;
  /** Forgets the watch, where nobody comes back. */
  forgetting: NodeJS.Timeout | undefined;
}

/** All that is watched: one watch for each account and credential, however many streams are told of it. */
export class LiveInvoices {
  readonly #watches = new Map<string, KnownWatch>();
  readonly #budgets = new Map<string, PollBudget>();
  readonly #streams = new Map<Subscriber, readonly KnownWatch[]>();
  readonly #counts: StreamCounts;
  #closing: BillingError | undefined = undefined;

  constructor(private readonly options: LiveOptions) {
    this.#counts = new StreamCounts(options.streamsMax);
  }

  /** @throws RATE_LIMITED or OVERLOADED where there are as many streams as there may be, SHUTTING_DOWN */
  open({ accesses, lastEventId }: AskedStream): Subscriber {
    if (this.#closing) throw this.#closing;
    const keys = [...new Set(accesses.map(({ credentialKey }) => credentialKey))];
    this.#counts.add(keys);
    const subscriber = new Subscriber(() => {
      this.#counts.remove(keys);
      this.#leave(subscriber);
    });
    const resumeAfter = lastEventId === undefined ? undefined : this.options.ids.parse(lastEventId);
    const watches = accesses.map((access) => this.#watchOf(access));
    this.#streams.set(subscriber, watches);
    watches.forEach(({ watch }, index) => watch.join(subscriber, accesses[index] as Access, resumeAfter));
    this.#tellCounts();
    return subscriber;
  }

  /** Has an account looked at now, for all who watch it. */
  wake(isMeant: (access: Pick<Access, 'account'>) => boolean): void {
    for (const { watch, access } of this.#watches.values()) if (isMeant(access)) watch.wake();
  }

  /** Ends all streams, each told why, and opens none any more. */
  close(why: BillingError): void {
    this.#closing = why;
    for (const subscriber of [...this.#streams.keys()]) subscriber.close(why);
    for (const { forgetting } of this.#watches.values()) clearTimeout(forgetting);
    this.#watches.clear();
  }

  #watchOf(access: Access): KnownWatch {
    const { account, credentialKey } = access;
    const key = `${credentialKey} ${account.key}`;
    const known = this.#watches.get(key);
    if (known) {
      clearTimeout(known.forgetting);
      known.forgetting = undefined;
      // The last to be forgotten.
      this.#watches.delete(key);
      this.#watches.set(key, known);
      return known;
    }
    const { ids } = this.options;
    const budget = this.#budgetOf(credentialKey);
    const watch = new AccountWatch({
      ...this.options,
      account,
      budget,
      nextOrdinal: () => ids.nextOrdinal(),
    });
    const made: KnownWatch = { watch, access: { account, credentialKey }, forgetting: undefined };
    this.#watches.set(key, made);
    return made;
  }

  #budgetOf(credentialKey: string): PollBudget {
    const { pollsPerMinute, monotonicMs } = this.options;
    const known = this.#budgets.get(credentialKey);
    if (known) return known;
    const budget = new PollBudget(pollsPerMinute, monotonicMs);
    this.#budgets.set(credentialKey, budget);
    return budget;
  }

  #leave(subscriber: Subscriber): void {
    const watches = this.#streams.get(subscriber) ?? [];
    this.#streams.delete(subscriber);
    for (const known of watches) {
      known.watch.leave(subscriber);
      if (known.watch.isIdle) this.#forgetLater(known);
    }
    this.#tellCounts();
  }

  #forgetLater(known: KnownWatch): void {
    if (this.#closing) return;
    clearTimeout(known.forgetting);
    known.forgetting = setTimeout(() => this.#forget(known), REMEMBERED_MS).unref();
    const idle = [...this.#watches.values()].filter(({ watch }) => watch.isIdle);
    for (const each of idle.slice(0, Math.max(0, idle.length - REMEMBERED_MAX))) this.#forget(each);
  }

  #forget({ access: { account, credentialKey }, forgetting }: KnownWatch): void {
    clearTimeout(forgetting);
    this.#watches.delete(`${credentialKey} ${account.key}`);
    const isNeeded = [...this.#watches.values()].some(({ access }) => access.credentialKey === credentialKey);
    if (!isNeeded) this.#budgets.delete(credentialKey);
  }

  #tellCounts(): void {
    const pollers = [...this.#watches.values()].filter(({ watch }) => !watch.isIdle).length;
    this.options.onCounts({ streams: this.#streams.size, pollers });
  }
}
