import type { BillingAccount } from '../../accounts/billing-account.js';
import type { BillingError } from '../../errors/billing-error.js';
import type { InvoiceLine, InvoicePreview } from '../../invoices/invoice.js';
import type { Money } from '../../money/money.js';
import type { WireObject } from '../../wire/wire-object.js';
import { NorthflankFigures } from './figures.js';

/** What has been used since the last invoice. `computedAt`: RFC 3339, when the answer came. */
export function toPreview(wire: WireObject, account: BillingAccount, computedAt: string): InvoicePreview {
  return new NorthflankPreview(account, wire, computedAt);
}

class NorthflankPreview extends NorthflankFigures implements InvoicePreview {
  readonly __typename = 'InvoicePreview';
  readonly status = 'DRAFT';
  readonly statusRaw = null;

  constructor(
    account: BillingAccount,
    wire: WireObject,
    readonly computedAt: string,
  ) {
    super(account, wire);
  }

  get subtotal(): Money | null {
    return this.amount('subTotal');
  }

  get discount(): Money | null {
    return this.toDiscount(this.wire);
  }

  get tax(): Money | null {
    return this.toTax(this.wire);
  }

  get lines(): readonly (InvoiceLine | BillingError)[] | null {
    return this.toLines(this.wire);
  }
}
