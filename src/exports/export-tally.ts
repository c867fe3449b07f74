import { addDecimals, parseDecimal, toDecimalText, type Decimal } from '../money/decimal.js';
import type { ExportEnd, ExportFailure, ExportRecord, ExportSum } from './export-record.js';

const SUMMED = ['total', 'amountDue', 'amountPaid', 'amountRemaining'] as const;
type Summed = (typeof SUMMED)[number];

interface CurrencySums {
  rows: number;
  /** Places after the point, as many as any of the amounts was written with. */
  places: number;
  readonly sums: Record<Summed, Decimal | null>;
}

/** How an export ended. */
export interface ExportOutcome {
  readonly cursor: string | null;
  readonly failure: ExportFailure | null;
}

/**
 * Counts and sums the rows of an export as they are written, in as much memory as there are currencies. It goes by the
 * rows' text, so that a file that was begun before is summed from what stands in it.
 */
export class ExportTally {
  rows = 0;
  #undecided = 0;
  #unsummed = 0;
  readonly #sums = new Map<string, CurrencySums>();

  add(record: ExportRecord): void {
    if (record.record === 'undecided') this.#undecided += 1;
    if (record.record !== 'invoice') return;
    this.rows += 1;
    const { currency, total } = record;
    if (currency === null || total === null) this.#unsummed += 1;
    else this.#sum(currency, record);
  }

  end({ cursor, failure }: ExportOutcome): ExportEnd {
    const [undecided, unsummed] = [this.#undecided, this.#unsummed];
    const complete = failure === null && undecided === 0 && unsummed === 0;
    const sums = [...this.#sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(toSum);
    return { record: 'end', cursor, complete, rows: this.rows, undecided, unsummed, sums, failure };
  }

  #sum(currency: string, record: ExportRecord): void {
    const known = this.#sums.get(currency) ?? { rows: 0, places: 0, sums: zeros() };
    this.#sums.set(currency, known);
    known.rows += 1;
    for (const name of SUMMED) {
      const text = record[name];
      const amount = text === null ? undefined : parseDecimal(text);
      const before = known.sums[name];
      known.sums[name] = before && amount ? addDecimals(before, amount) : null;
      known.places = Math.max(known.places, placesOf(text));
    }
  }
}

function zeros(): Record<Summed, Decimal | null> {
  const zero: Decimal = { digits: 0n, scale: 0 };
  return { total: zero, amountDue: zero, amountPaid: zero, amountRemaining: zero };
}

function placesOf(text: string | null): number {
  const point = text?.indexOf('.') ?? -1;
  return text === null || point === -1 ? 0 : text.length - point - 1;
}

function toSum([currency, { rows, places, sums }]: [string, CurrencySums]): ExportSum {
  const toText = (sum: Decimal | null): string | null => sum && toDecimalText(sum, places);
  return {
    currency,
    rows,
    // Rows without a total are not summed, so there is one.
    total: toText(sums.total) ?? '',
    amountDue: toText(sums.amountDue),
    amountPaid: toText(sums.amountPaid),
    amountRemaining: toText(sums.amountRemaining),
  };
}
