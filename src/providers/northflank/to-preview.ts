import type { BillingAccount } from '../../accounts/billing-account.js';
import type { InvoicePreview } from '../../previews/invoice-preview.js';
import type { WireObject } from '../../wire/wire-object.js';
import { NorthflankDetails } from './details.js';

class NorthflankPreview extends NorthflankDetails implements InvoicePreview {
  readonly __typename = 'InvoicePreview';
  readonly status = 'DRAFT';
  readonly statusRaw = null;

  constructor(
    wire: WireObject,
    readonly billingAccount: BillingAccount,
    readonly computedAt: string,
  ) {
    super(wire);
  }
}

/** What has been used since the last invoice. `computedAt`: RFC 3339, when the answer came. */
export function toPreview(wire: WireObject, account: BillingAccount, computedAt: string): InvoicePreview {
  return new NorthflankPreview(wire, account, computedAt);
}
