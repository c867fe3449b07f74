import type { BillingAccount } from '../../accounts/billing-account.js';
import type { InvoiceLine } from '../../invoices/invoice.js';
import type { InvoicePreview } from '../../previews/invoice-preview.js';
import type { InvoiceChange } from '../../previews/invoice-change.js';
import { member, type WireObject } from '../../wire/wire-object.js';
import { WireRow } from '../../wire/wire-row.js';
import { invoiceDocument } from './documented.js';
import { assertNames } from './fields.js';
import { AltostratFigures } from './figures.js';
import { AltostratPreviewLine } from './line.js';
import { parseWireObject } from './wire.js';

class AltostratPreview extends AltostratFigures implements InvoicePreview {
  readonly __typename = 'InvoicePreview';

  constructor(
    account: BillingAccount,
    wire: WireObject,
    readonly computedAt: string,
    readonly change: InvoiceChange,
  ) {
    super(account, wire);
  }

  protected override toLine(wire: WireObject): InvoiceLine {
    return new AltostratPreviewLine(wire, this);
  }
}

/**
 * What would be billed to the account. `computedAt`: RFC 3339, when the answer came.
 *
 * @throws UPSTREAM_INVALID_RESPONSE where the answer is of another customer, or no invoice at all
 */
export function parsePreview(
  answer: unknown,
  account: BillingAccount,
  { change, computedAt }: Pick<AltostratPreview, 'change' | 'computedAt'>,
): InvoicePreview {
  const wire = parseWireObject(answer, invoiceDocument);
  assertNames(wire, 'customer_id', account.accountId);
  // It may have no id, but a total in every generation: without one it is a message, or an envelope.
  if ((member(wire, 'total') ?? null) === null)
    throw new WireRow(invoiceDocument, wire).invalid('body', 'an invoice');
  return new AltostratPreview(account, wire, computedAt, change);
}
