import { BillingError } from '../errors/billing-error.js';

/** Upstream calls that somebody may still make. Who makes one takes it first. */
export interface Calls {
  readonly left: number;
  /** @throws QUERY_TOO_COSTLY, at once, where no call is left */
  take(): void;
  /** Puts a call back that was taken and never sent. */
  giveBack(): void;
}

/** Upstream calls that one operation may make, over all providers. */
export class CallBudget implements Calls {
  #made = 0;
  #reserved = 0;

  constructor(private readonly callsMax: number) {}

  get made(): number {
    return this.#made;
  }

  /** Calls that nobody has a claim on. */
  get left(): number {
    return this.callsMax - this.#made - this.#reserved;
  }

  /** Keeps calls for those who will take them as reserved ones. */
  reserve(calls: number): void {
    this.#reserved += calls;
  }

  /** @throws QUERY_TOO_COSTLY where no call is left */
  take(isReserved = false): void {
    if (isReserved && this.#reserved > 0) {
      this.#reserved -= 1;
    } else if (this.left <= 0) {
      throw new BillingError(
        'QUERY_TOO_COSTLY',
        `This operation has made the ${this.callsMax} upstream calls that one may make. Ask for less at a time.`,
      );
    }
    this.#made += 1;
  }

  giveBack(): void {
    this.#made -= 1;
  }
}
