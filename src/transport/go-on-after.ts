import type { Exchange } from './exchange.js';

/**
 * Has an exchange go on once something is known that it had to wait for, unless it was ended meanwhile.
 *
 * @param known never rejects
 */
export async function goOnAfter<Known>(
  exchange: Exchange,
  known: Promise<Known>,
  goOn: (known: Known) => Promise<unknown>,
): Promise<unknown> {
  try {
    const it = await known;
    if (exchange.ending) throw exchange.ending.reason;
    return await goOn(it);
  } catch (error) {
    // Where it never went on, nobody else says that it is over.
    exchange.settle(error);
    throw error;
  }
}
