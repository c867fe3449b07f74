import { getHeapStatistics } from 'node:v8';
import { BillingError } from '../../errors/billing-error.js';

/** No ordinary page is as large; only what is larger is counted. */
export const LARGE_BYTES_MIN = 1024 * 1024;
/** What is made of a large answer takes many times its bytes. */
const SHARE_OF_HEAP = 1 / 16;

/**
 * How many bytes of large answers there are at once, those included that are still coming. A provider that answers many calls
 * with as much as may be read would otherwise take all the memory that the process has.
 */
export class LargeAnswers {
  #held = 0;

  constructor(private readonly bytesMax: number) {}

  /**
   * One of them has grown. There is always room for one alone, however large.
   *
   * @throws OVERLOADED where there is none left; it then has what it had
   */
  grow(fromBytes: number, toBytes: number): void {
    const others = this.#held - fromBytes;
    if (others > 0 && others + toBytes > this.bytesMax) throw overloaded();
    this.#held = others + toBytes;
  }

  /** One of them is let go of. */
  release(bytes: number): void {
    this.#held -= bytes;
  }
}

/** Those of this process, whose memory is one. */
export const largeAnswers = new LargeAnswers(getHeapStatistics().heap_size_limit * SHARE_OF_HEAP);

function overloaded(): BillingError {
  return new BillingError(
    'OVERLOADED',
    "The provider's answer is a large one, and there are as many of those at the moment as there is room for.",
  );
}
