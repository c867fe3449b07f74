import { BillingError } from '../errors/billing-error.js';
import type { MadeCall, SentCall } from './made-call.js';
import type { Span } from '../tracing/span.js';

/** Upstream calls that somebody may make: the face of an operation's budget, and of every purse that comes from it. */
export interface Calls {
  /** How many can be taken now. */
  readonly left: number;
  /** What they are made for, in a trace; undefined: nobody keeps one. */
  readonly span?: Span | undefined;
  /** @throws QUERY_TOO_COSTLY where none is left */
  take(): void;
  /** Returns a call that was taken and not made after all. */
  giveBack(): void;
  /** Notes a call that is sent, and returns where its end is to be noted; undefined: nobody asks. */
  note?(call: SentCall): MadeCall | undefined;
  /** Puts calls aside, or as many as are left. Close the purse when what it was for is done. */
  reserve(calls: number): Purse;
  /** Whether a call is left, as soon as that is certain: others may hold calls now that they will not need. */
  willHaveOne(): Promise<boolean>;
}

/** Calls put aside for one purpose. */
export interface Purse extends Calls {
  /** What its calls are made for from now on, in words, where somebody asks. A purse that comes from it says the same. */
  purpose: string | undefined;
  /** What was not spent goes back. */
  close(): void;
}

/** What a purse holds when it is opened. */
export interface Allowance {
  /** Calls that nobody else can take. */
  readonly kept: number;
  /** Calls that are counted on as long as nobody comes who cannot do with fewer. */
  readonly share: number;
}

/**
 * Upstream calls that one operation may make, over all providers. Who needs a fixed number takes it from what is not
 * kept. Who can do with fewer has a purse with a share, which shrinks before anything is refused and grows when others
 * close.
 */
export class CallBudget implements Calls {
  readonly #ledger: Ledger;
  readonly #own: BudgetPurse;

  /**
   * @param isTold whether each call is noted, for whoever asked what the operation cost
   * @param span what calls are made for where nothing narrower is known
   */
  constructor(
    callsMax: number,
    isTold = false,
    readonly span?: Span,
  ) {
    this.#ledger = new Ledger(callsMax, isTold ? [] : undefined);
    this.#own = new BudgetPurse(this.#ledger, { kept: 0, share: Number.POSITIVE_INFINITY }, span);
  }

  /** Whether purposes are of use. */
  get isTold(): boolean {
    return this.#ledger.notes !== undefined;
  }

  /** The calls that were sent, in that order; none where they are not noted. */
  get notes(): readonly MadeCall[] {
    return this.#ledger.notes ?? [];
  }

  /** Calls that were taken and not given back. */
  get made(): number {
    return this.#ledger.made;
  }

  get left(): number {
    return this.#own.left;
  }

  /** Calls that no open purse keeps or counts on. */
  get spare(): number {
    return this.#ledger.spare;
  }

  take(): void {
    this.#own.take();
  }

  giveBack(): void {
    this.#own.giveBack();
  }

  note(call: SentCall): MadeCall | undefined {
    return this.#own.note(call);
  }

  reserve(calls: number): Purse {
    return this.#own.reserve(calls);
  }

  async willHaveOne(): Promise<boolean> {
    return this.#own.willHaveOne();
  }

  /** @param span what its calls are made for; left out: what all are made for */
  open(allowance: Allowance, span = this.span): Purse {
    return this.#ledger.open(allowance, span);
  }
}

/** What all purses of an operation are counted in. */
class Ledger {
  made = 0;
  readonly #open = new Set<BudgetPurse>();
  #waiting: (() => void)[] = [];

  constructor(
    readonly callsMax: number,
    readonly notes: MadeCall[] | undefined,
  ) {}

  /** Calls that nobody keeps. */
  get free(): number {
    return this.callsMax - this.made - this.#sum('kept');
  }

  get spare(): number {
    return Math.max(0, this.free - this.#sum('share'));
  }

  open({ kept, share }: Allowance, span: Span | undefined): BudgetPurse {
    const purse = new BudgetPurse(this, { kept: Math.min(kept, this.free), share }, span);
    this.#open.add(purse);
    return purse;
  }

  close(purse: BudgetPurse): void {
    this.#open.delete(purse);
    this.tell();
  }

  /** Resolves when something has changed. */
  async change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Lets everybody who waits look again: there are few of them, and only where calls are short. */
  tell(): void {
    const waiting = this.#waiting;
    if (waiting.length > 0) this.#waiting = [];
    for (const look of waiting) look();
  }

  #sum(part: keyof Allowance): number {
    let sum = 0;
    for (const purse of this.#open) sum += purse[part];
    return sum;
  }
}

class BudgetPurse implements Purse, Allowance {
  kept: number;
  share: number;
  purpose: string | undefined = undefined;

  constructor(
    private readonly ledger: Ledger,
    { kept, share }: Allowance,
    readonly span: Span | undefined,
  ) {
    this.kept = kept;
    this.share = share;
  }

  get left(): number {
    const { free, spare } = this.ledger;
    return this.kept + Math.max(0, Math.min(free, this.share + spare));
  }

  take(): void {
    if (this.left <= 0) throw tooCostly(this.ledger.callsMax);
    if (this.kept > 0) this.kept -= 1;
    else this.share = Math.max(0, this.share - 1);
    this.ledger.made += 1;
    this.ledger.tell();
  }

  giveBack(): void {
    this.ledger.made -= 1;
    this.ledger.tell();
  }

  note(call: SentCall): MadeCall | undefined {
    const { notes } = this.ledger;
    if (!notes) return undefined;
    const why = this.purpose;
    const made: MadeCall = { ...call, ...(why !== undefined && { why }), status: null, durationMs: null };
    notes.push(made);
    return made;
  }

  reserve(calls: number): Purse {
    const kept = Math.min(calls, this.left);
    const own = Math.min(kept, this.kept);
    this.kept -= own;
    this.share = Math.max(0, this.share - (kept - own));
    const purse = this.ledger.open({ kept, share: 0 }, this.span);
    purse.purpose = this.purpose;
    return purse;
  }

  async willHaveOne(): Promise<boolean> {
    while (this.left <= 0) {
      if (this.ledger.made >= this.ledger.callsMax) return false;
      await this.ledger.change();
    }
    return true;
  }

  close(): void {
    this.kept = 0;
    this.share = 0;
    this.ledger.close(this);
  }
}

function tooCostly(callsMax: number): BillingError {
  return new BillingError(
    'QUERY_TOO_COSTLY',
    `This operation has made the ${callsMax} upstream calls that one may make. Ask for less at a time.`,
  );
}
