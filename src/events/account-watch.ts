import { isBillingError } from '../errors/billing-error.js';
import { toError } from '../errors/settle.js';
import type { BillingAccount } from '../accounts/billing-account.js';
import { diffHeads, type InvoiceChangeCause } from './diff-heads.js';
import { EventLog } from './event-log.js';
import type { Head } from './head.js';
import type { InvoiceSignal } from './invoice-signal.js';
import { Pace } from './pace.js';
import type { PollBudget } from './poll-budget.js';
import type { Subscriber } from './subscriber.js';

/** An account, and the credential that it is looked at with. */
export interface Access {
  readonly account: BillingAccount;
  /** The whole `Authorization` value. */
  readonly credential: string;
  readonly credentialKey: string;
}

/** A look at the head of a list that is under way. */
export interface HeadRead {
  readonly head: Promise<Head>;
  /** Nobody waits for it any more. */
  cancel(): void;
}

/** What a watch needs of those around it. */
export interface WatchOptions {
  readonly account: BillingAccount;
  /** The interval after a change, milliseconds. */
  readonly pollMs: number;
  readonly budget: PollBudget;
  /** One upstream call. */
  readonly readHead: (access: Access) => HeadRead;
  /** One for all watches. */
  readonly nextOrdinal: () => number;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly onPoll: (outcome: PollOutcome) => void;
  readonly onEvent: (cause: InvoiceChangeCause) => void;
}

/** What came of a look. */
export type PollOutcome = 'changed' | 'unchanged' | 'failed';

/** Whoever is told of more than this at once had better read the list. */
export const CHANGES_AT_ONCE_MAX = 20;

/**
 * Looks at the head of one account's list for one credential, as long as there are subscribers, and tells all of them what it
 * sees. What it remembers outlasts them for a while; the credential does not.
 */
export class AccountWatch {
  readonly #subscribers = new Set<Subscriber>();
  readonly #pace: Pace;
  #access: Access | undefined = undefined;
  #head: Head | undefined = undefined;
  #log: EventLog | undefined = undefined;
  #reading: HeadRead | undefined = undefined;
  #timer: NodeJS.Timeout | undefined = undefined;
  /** Whether a place for the next look is taken, and waited for. */
  #hasPlace = false;
  #isWoken = false;
  /** Of the failure that was told last, until a look succeeds. */
  #toldCode: string | undefined = undefined;

  constructor(private readonly options: WatchOptions) {
    this.#pace = new Pace(options.pollMs);
  }

  get isIdle(): boolean {
    return this.#subscribers.size === 0;
  }

  /** @param resumeAfter ordinal of the last signal that the subscriber knows; undefined: it begins now */
  join(subscriber: Subscriber, access: Access, resumeAfter: number | undefined): void {
    const isFirst = this.isIdle;
    // What changed while nobody looked is news for nobody but those who come back.
    if (isFirst && resumeAfter === undefined) this.#forget();
    if (resumeAfter !== undefined) this.#tellMissed(subscriber, resumeAfter);
    this.#subscribers.add(subscriber);
    if (!isFirst) return;
    this.#access = access;
    this.#lookIn(0);
  }

  leave(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber) || !this.isIdle) return;
    clearTimeout(this.#timer);
    this.#reading?.cancel();
    this.#reading = undefined;
    this.#access = undefined;
    this.#hasPlace = false;
    this.#isWoken = false;
    this.#toldCode = undefined;
  }

  /** Looks at once, as far as the budget lets it. */
  wake(): void {
    if (this.isIdle) return;
    this.#pace.quicken();
    if (this.#reading) this.#isWoken = true;
    else if (!this.#hasPlace) this.#lookIn(0);
  }

  #forget(): void {
    this.#head = undefined;
    this.#log = undefined;
  }

  #tellMissed(subscriber: Subscriber, resumeAfter: number): void {
    const missed = this.#log?.after(resumeAfter);
    const isTold = missed !== undefined && missed.length <= CHANGES_AT_ONCE_MAX;
    for (const signal of isTold ? missed : [this.#toSignal(null, 'RESYNC')]) subscriber.tell(signal);
  }

  #lookIn(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#hasPlace = true;
      this.#timer = setTimeout(() => void this.#look(), this.options.budget.reserve());
    }, waitMs);
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    if (!this.#access) return;
    this.#hasPlace = false;
    const reading = this.options.readHead(this.#access);
    this.#reading = reading;
    const head = await reading.head.catch(toError);
    // Everybody has left meanwhile.
    if (this.#reading !== reading) return;
    this.#reading = undefined;
    const waitMs = head instanceof Error ? this.#fail(head) : this.#see(head);
    if (this.isIdle) return;
    this.#lookIn(this.#isWoken ? 0 : waitMs);
    this.#isWoken = false;
  }

  /** Milliseconds until the next look. */
  #see(head: Head): number {
    const changes = this.#head ? diffHeads(this.#head, head) : [];
    this.#head = head;
    this.#log ??= new EventLog(this.options.nextOrdinal());
    this.#toldCode = undefined;
    if (changes.length > CHANGES_AT_ONCE_MAX) this.#tell(this.#toSignal(null, 'RESYNC'));
    // The oldest first, as they came to be.
    else
      for (const { invoiceId, cause } of changes.toReversed()) this.#tell(this.#toSignal(invoiceId, cause));
    this.options.onPoll(changes.length > 0 ? 'changed' : 'unchanged');
    return this.#pace.after(changes.length > 0);
  }

  /** Told once, until a look succeeds or fails otherwise. With a credential that is refused there is nothing to go on with. */
  #fail(failure: Error): number {
    const code = isBillingError(failure) ? failure.code : 'INTERNAL_SERVER_ERROR';
    const isLast = code === 'UNAUTHENTICATED';
    if (code !== this.#toldCode || isLast)
      for (const subscriber of [...this.#subscribers]) subscriber.tell({ failure, isLast });
    this.#toldCode = code;
    this.options.onPoll('failed');
    return this.#pace.afterFailure(isBillingError(failure) ? failure.facts.retryAfterMs : undefined);
  }

  #tell(signal: InvoiceSignal): void {
    this.#log?.add(signal);
    this.options.onEvent(signal.cause);
    for (const subscriber of [...this.#subscribers]) subscriber.tell(signal);
  }

  #toSignal(invoiceId: string | null, cause: InvoiceChangeCause): InvoiceSignal {
    const { account, nextOrdinal, now } = this.options;
    return { ordinal: nextOrdinal(), account, invoiceId, cause, observedAt: new Date(now()).toISOString() };
  }
}
