import type { BillingAccount } from '../accounts/billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { BillingPeriod } from '../accounts/billing-subscription.js';
import type { Calls } from '../calls/call-budget.js';
import type { BillingError } from '../errors/billing-error.js';
import type { Money } from '../money/money.js';

/** Where an invoice stands. UNKNOWN: the provider said nothing, or a word that is not one of these. */
export const invoiceStatuses = {
  DRAFT: 'DRAFT',
  OPEN: 'OPEN',
  PAID: 'PAID',
  UNCOLLECTIBLE: 'UNCOLLECTIBLE',
  VOID: 'VOID',
  UNKNOWN: 'UNKNOWN',
} as const;
export type InvoiceStatus = keyof typeof invoiceStatuses;

/** A value at hand, or one that costs an upstream call, which is made when it is asked for. */
export type Loadable<Value> = Value | Promise<Value>;

/**
 * What a stored invoice and a preview share. Properties are read from the provider's row when they are asked
 * for, and throw UPSTREAM_INVALID_RESPONSE where the row cannot be read there. Null is "not stated", never zero.
 */
export interface InvoiceFigures {
  readonly provider: ProviderName;
  readonly billingAccount: BillingAccount;
  readonly status: InvoiceStatus;
  /** The provider's own word for the status. */
  readonly statusRaw: string | null;
  /** Upper-case ISO 4217 code. */
  readonly currency: string | null;
  readonly period: BillingPeriod | null;
  readonly subtotal: Loadable<Money | null>;
  readonly discount: Loadable<Money | null>;
  readonly discountNames: readonly string[];
  readonly tax: Loadable<Money | null>;
  readonly total: Money | null;
  readonly amountDue: Money | null;
  readonly amountPaid: Money | null;
  /** Due minus paid. */
  readonly amountRemaining: Money | null;
  /** The lines that came with the invoice; null where none did. A malformed line is its error. */
  readonly lines: Loadable<readonly (InvoiceLine | BillingError)[] | null>;
  /** Whether `lines` are all the invoice has; null where the provider does not say. */
  readonly linesComplete: boolean | null;
}

/** One upstream call that brings fields which the list of an invoice leaves out. */
export interface DetailCall {
  readonly fields: ReadonlySet<string>;
  /** Invoices of one account with the same key share the call. */
  readonly key: string;
  /** Makes the call, paid from `calls`, for the fields that will be read. What it fails with, they will say. */
  begin(calls: Calls): void;
}

/** A stored invoice. What its row cannot tell is read, or throws, where it is asked for. */
export interface Invoice extends InvoiceFigures {
  readonly __typename: 'Invoice';
  /** Global id. */
  readonly id: string;
  /** The provider's own id, or one that was derived where it sends none. */
  readonly invoiceId: string;
  readonly hasDerivedId: boolean;
  readonly workspaceId: string | null;
  readonly accountId: string | null;
  readonly number: string | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string | null;
  readonly dueAt: string | null;
  readonly hostedInvoiceUrl: string | null;
  readonly pdfUrl: string | null;
  /** The upstream call that some fields of this invoice cost. Absent: they are all at hand. */
  readonly detailCall?: DetailCall | undefined;
  /** Costs behind the invoice; null where the provider does not break them down. */
  readonly usage: Loadable<readonly UsageCost[] | null>;
}

/** What one resource cost, at the finest level that the provider states. */
export interface UsageCost {
  /** The provider's word: `paas`, `byoc` ... */
  readonly product: string;
  /** The provider's word: `cpu`, `memory`, `storage` ... */
  readonly resource: string;
  readonly teamId: string | null;
  readonly projectId: string | null;
  readonly amount: Money;
}

/** One line. As with figures, null is "not stated", and what cannot be read throws where it is read. */
export interface InvoiceLine {
  /** The provider's own id; null on previews, whose line ids are temporary. */
  readonly lineId: string | null;
  readonly description: string | null;
  readonly amount: Money | null;
  /** Exact decimal text. */
  readonly quantity: string | null;
  readonly unitAmount: Money | null;
  readonly priceId: string | null;
  readonly productName: string | null;
  readonly proration: boolean | null;
}
