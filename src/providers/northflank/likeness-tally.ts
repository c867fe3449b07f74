import { createHash } from 'node:crypto';

/** Likenesses of one period that a tally holds, so that it fits into a cursor. A real period has a handful. */
const OF_PERIOD_MAX = 200;
/** Likenesses of earlier periods that it goes on holding: invoices of several kinds may take turns. */
const OF_OTHERS_MAX = 24;
const DIGEST_LENGTH = 6;
const TEXT = /^(?:(period\.\d+\.\d+)((?: [\w-]{6}\d{1,6})*)(?: \/((?: [\w-]{6}\d{1,6})+))?)?$/;

interface Count {
  period: string;
  rows: number;
}

/**
 * How many rows of each likeness a list had so far. Rows of one period lie together, so those of long ago need not be
 * remembered. A page goes on counting from the tally of the pages before, which it has as text.
 */
export class LikenessTally {
  #period = '';
  /** By digest, those met last at the end. */
  readonly #counts = new Map<string, Count>();

  /** Undefined where the text is not one that a tally gave out. */
  static parse(text: string): LikenessTally | undefined {
    const match = TEXT.exec(text);
    if (!match) return undefined;
    const [, period = '', own = '', others = ''] = match;
    const tally = new LikenessTally();
    tally.#period = period;
    tally.#read(others, '');
    tally.#read(own, period);
    return tally;
  }

  #read(counts: string, period: string): void {
    for (const part of counts.split(' ').filter(Boolean)) {
      const rows = Number(part.slice(DIGEST_LENGTH));
      this.#counts.set(part.slice(0, DIGEST_LENGTH), { period, rows });
    }
  }

  /** How many rows with this likeness came before; undefined where its period has more than can be told apart. */
  add(likeness: string): number | undefined {
    this.#period = likeness.slice(0, likeness.lastIndexOf('.'));
    const key = digest(likeness);
    const known = this.#counts.get(key);
    if (!known && this.#entriesOf(true).length >= OF_PERIOD_MAX) return undefined;
    const before = known?.rows ?? 0;
    this.#counts.delete(key);
    this.#counts.set(key, { period: this.#period, rows: before + 1 });
    return before;
  }

  toString(): string {
    const others = this.#entriesOf(false).slice(-OF_OTHERS_MAX);
    return [this.#period, ...this.#entriesOf(true), ...(others.length > 0 ? ['/', ...others] : [])].join(' ');
  }

  #entriesOf(isOwn: boolean): string[] {
    return [...this.#counts].flatMap(([key, { period, rows }]) =>
      (period === this.#period) === isOwn ? `${key}${rows}` : [],
    );
  }
}

/** Likenesses of one digest share a count, which makes their ids no less distinct. */
function digest(likeness: string): string {
  return createHash('sha256').update(likeness).digest('base64url').slice(0, DIGEST_LENGTH);
}
