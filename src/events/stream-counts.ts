import { BillingError } from '../errors/billing-error.js';

/** Streams that may be open at once. */
export interface StreamsMax {
  readonly perCredential: number;
  readonly perProcess: number;
}

/** Nobody knows when a stream ends; whoever was refused may look again after this long. */
const RETRY_AFTER_MS = 30_000;

/** Streams that are open, by the credentials that they watch with. */
export class StreamCounts {
  readonly #byCredential = new Map<string, number>();
  #all = 0;

  constructor(private readonly max: StreamsMax) {}

  /** One stream more. @throws RATE_LIMITED or OVERLOADED, and then counts nothing */
  add(credentialKeys: readonly string[]): void {
    const { perCredential, perProcess } = this.max;
    if (credentialKeys.some((key) => (this.#byCredential.get(key) ?? 0) >= perCredential))
      throw refusal('RATE_LIMITED', `This credential has ${perCredential} streams open, the most it may.`);
    if (this.#all >= perProcess)
      throw refusal('OVERLOADED', `This server has ${perProcess} streams open, the most it may.`);
    this.#all += 1;
    for (const key of credentialKeys) this.#byCredential.set(key, (this.#byCredential.get(key) ?? 0) + 1);
  }

  remove(credentialKeys: readonly string[]): void {
    this.#all -= 1;
    for (const key of credentialKeys) {
      const left = (this.#byCredential.get(key) ?? 1) - 1;
      if (left === 0) this.#byCredential.delete(key);
      else this.#byCredential.set(key, left);
    }
  }
}

function refusal(code: 'RATE_LIMITED' | 'OVERLOADED', message: string): BillingError {
  return new BillingError(code, message, { retryAfterMs: RETRY_AFTER_MS });
}
