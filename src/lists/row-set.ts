import { BillingError } from '../errors/billing-error.js';
import type { Row } from './page-source.js';

/**
 * The rows of one walk, each id once. A provider that repeats a row changes nothing; one that sends the same
 * id with other contents makes that row unreadable, because nobody can say which of the two is true.
 */
export class RowSet<Node> {
  readonly #rows: Row<Node>[] = [];
  readonly #indexById = new Map<string, number>();

  get rows(): readonly Row<Node>[] {
    return this.#rows;
  }

  /** Adds rows in the order of travel; returns how many of them were new. */
  add(rows: readonly Row<Node>[]): number {
    const before = this.#rows.length;
    for (const row of rows) this.#addRow(row);
    return this.#rows.length - before;
  }

  #addRow(row: Row<Node>): void {
    const { id, offset } = row.position;
    const index = offset === 0 && id !== null ? this.#indexById.get(id) : undefined;
    const known = index === undefined ? undefined : this.#rows[index];
    if (known === undefined || index === undefined) {
      if (offset === 0 && id !== null) this.#indexById.set(id, this.#rows.length);
      this.#rows.push(row);
    } else if (known.text() !== row.text()) {
      this.#rows[index] = { ...known, text: () => known.text(), node: contradiction(id) };
    }
  }
}

function contradiction(id: string | null): BillingError {
  return new BillingError(
    'UPSTREAM_INVALID_RESPONSE',
    `The provider sent the row ${id} twice, with different contents.`,
  );
}
