import type { BillingPeriod } from '../../accounts/billing-subscription.js';
import { isoExponents } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import type { WireObject } from '../../wire/wire-object.js';
import { WireRow } from '../../wire/wire-row.js';
import { invoiceDocument } from './documented.js';
import { readAmount, recogniseGeneration, type Generation } from './generation.js';
import { readSeconds, toInstant } from './invoice-id.js';

/** The second generation states no currency; all that is known of it is billed in this one. */
const ASSUMED_CURRENCY = 'USD';

/**
 * What every wire object about an invoice has: a row of a list, an answer about one invoice, a preview. Each figure is
 * read when it is asked for, in the unit and currency of the object itself, for an invoice's list and details may
 * differ in both. `context` is what holds where the object does not say.
 */
export class NorthflankFigures {
  readonly provider = 'NORTHFLANK';
  readonly amountDue = null;
  readonly amountPaid = null;
  readonly amountRemaining = null;
  readonly discountNames: readonly string[] = [];
  /** Usage is billed beside the lines, which name extras such as a support plan. */
  readonly linesComplete = false;
  readonly generation: Generation | undefined;
  #row: WireRow | undefined;

  constructor(
    protected readonly wire: WireObject,
    private readonly context?: NorthflankFigures,
  ) {
    this.generation = recogniseGeneration(wire) ?? context?.generation;
  }

  get currency(): string | null {
    const stated = this.row.currency('currency', isoExponents);
    return stated ?? this.context?.currency ?? (this.generation === 'N2' ? ASSUMED_CURRENCY : null);
  }

  get period(): BillingPeriod | null {
    const period = this.row.object('period');
    if (period === null) return null;
    const [start, end] = [readUnixSeconds(period, 'start'), readUnixSeconds(period, 'end')];
    if (end < start) throw period.invalid('period.end', 'later than the start of the period');
    return { start: toInstant(start), end: toInstant(end) };
  }

  get total(): Money | null {
    return this.amount('total');
  }

  /** The subtotal that the object itself states. */
  get statedSubtotal(): Money | null {
    return this.amount('subTotal');
  }

  /** Made when a field is first read. */
  protected get row(): WireRow {
    return (this.#row ??= new WireRow(invoiceDocument, this.wire));
  }

  protected amount(field: string, of: WireRow = this.row): Money | null {
    return readAmount(of, field, this.generation, this.currency);
  }
}

function readUnixSeconds(period: WireRow, field: string): number {
  const seconds = readSeconds(period.json, field);
  if (seconds === undefined) throw period.invalid(`period.${field}`, 'a time in Unix seconds');
  return seconds;
}
