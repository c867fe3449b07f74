import { createHash } from 'node:crypto';

/** Likenesses that a tally holds, so that it fits into a cursor. One period of a real account has a handful. */
const LIKENESSES_MAX = 250;
const DIGEST_LENGTH = 6;
const TEXT = /^(?:(period\.\d+\.\d+)((?: [\w-]{6}\d{1,6})*))?$/;

/**
 * How many rows of the latest period each likeness had so far. Rows of one period lie side by side, so the ones before
 * it need not be remembered. A page that begins within a period needs the tally of the pages before, as text.
 */
export class LikenessTally {
  #period = '';
  readonly #counts = new Map<string, number>();

  /** Undefined where the text is not one that a tally gave out. */
  static parse(text: string): LikenessTally | undefined {
    const match = TEXT.exec(text);
    if (!match) return undefined;
    const tally = new LikenessTally();
    const [, period = '', counts = ''] = match;
    tally.#period = period;
    for (const part of counts.split(' ').filter(Boolean))
      tally.#counts.set(part.slice(0, DIGEST_LENGTH), Number(part.slice(DIGEST_LENGTH)));
    return tally;
  }

  /** How many rows with this likeness came before; undefined where the period has more likenesses than can be told apart. */
  add(likeness: string): number | undefined {
    const period = likeness.slice(0, likeness.lastIndexOf('.'));
    if (period !== this.#period) this.#counts.clear();
    this.#period = period;
    const key = digest(likeness);
    const before = this.#counts.get(key) ?? 0;
    if (before === 0 && this.#counts.size === LIKENESSES_MAX) return undefined;
    this.#counts.set(key, before + 1);
    return before;
  }

  toString(): string {
    return [this.#period, ...[...this.#counts].map(([key, count]) => `${key}${count}`)].join(' ');
  }
}

/** Likenesses of one digest share a count, which makes their ids no less distinct. */
function digest(likeness: string): string {
  return createHash('sha256').update(likeness).digest('base64url').slice(0, DIGEST_LENGTH);
}
