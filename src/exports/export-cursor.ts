import type { BillingAccount } from '../accounts/billing-account.js';
import type { InvoiceFilter } from '../invoices/invoice-filter.js';
import type { Position } from '../lists/position.js';
import { encodeCursor, parseCursor } from '../relay/cursor.js';

/** The list that an export is of. */
export interface ExportedList {
  /** One after the other, each newest first. */
  readonly accounts: readonly BillingAccount[];
  readonly filter: InvoiceFilter | undefined;
}

/** Where an export stands: behind a row of one of its accounts, or before the first row of it. */
export interface ExportPlace {
  readonly accountIndex: number;
  readonly anchor: Position | undefined;
}

const CURSOR = /^(\d{1,3})\.([A-Za-z0-9_-]+)$/;

/** The cursors of one export. They belong to its accounts in their order and to its filter, and name the account's place. */
export class ExportCursors {
  readonly #scopes: readonly string[];

  constructor({ accounts, filter }: ExportedList) {
    const keys = accounts.map(({ key }) => key);
    this.#scopes = keys.map((_, index) => JSON.stringify(['export', index, keys, filter?.key]));
  }

  encode(accountIndex: number, position: Position): string {
    return `${accountIndex}.${encodeCursor(this.#scopes[accountIndex] ?? '', position)}`;
  }

  /** @throws INVALID_CURSOR where the text is damaged, or of another export */
  parse(text: string): ExportPlace {
    const [, index = '0', cursor = ''] = CURSOR.exec(text) ?? [];
    const scope = this.#scopes[Number(index)];
    // The empty text is no cursor of any list.
    const anchor = parseCursor(scope ?? '', scope === undefined ? '' : cursor, 'after');
    return { accountIndex: Number(index), anchor };
  }
}
