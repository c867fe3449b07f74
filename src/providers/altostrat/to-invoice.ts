import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Invoice, InvoiceLine } from '../../invoices/invoice.js';
import { encodeInvoiceId } from '../../invoices/node-id.js';
import type { WireObject } from '../../wire/wire-object.js';
import { AltostratFigures } from './figures.js';
import { AltostratLine } from './line.js';

/** A stored invoice. `invoiceId` has been checked; everything else is read on demand. */
export class AltostratInvoice extends AltostratFigures implements Invoice {
  readonly __typename = 'Invoice';
  readonly hasDerivedId = false;
  /** Altostrat breaks no costs down. */
  readonly usage = null;

  constructor(
    account: BillingAccount,
    readonly invoiceId: string,
    wire: WireObject,
  ) {
    super(account, wire);
  }

  get id(): string {
    return encodeInvoiceId(this.billingAccount, this.invoiceId);
  }

  get workspaceId(): string | null {
    return this.billingAccount.workspaceId;
  }

  get accountId(): string | null {
    return this.billingAccount.accountId;
  }

  get number(): string | null {
    return this.row.text('number');
  }

  get createdAt(): string | null {
    return this.row.instant('created_at');
  }

  get dueAt(): string | null {
    return this.row.instant('due_date');
  }

  get hostedInvoiceUrl(): string | null {
    return this.row.webUrl('hosted_invoice_url');
  }

  get pdfUrl(): string | null {
    return this.row.webUrl('invoice_pdf');
  }

  protected override toLine(wire: WireObject): InvoiceLine {
    return new AltostratLine(wire, this);
  }
}
