/**
 * What a provider is written with, beside this service or outside it: the port (`ProviderDefinition`), the nouns that it makes, and
 * what the providers that come with this service are made of themselves.
 */
export type { AccountDirectory, AccountList, AccountSource } from './accounts/account-source.js';
export { BillingAccount, type AccountProfile } from './accounts/billing-account.js';
export {
  encodeSubscriptionId,
  type BillingInterval,
  type BillingSubscription,
} from './accounts/billing-subscription.js';
export type { Workspace, WorkspaceProfile } from './accounts/workspace.js';
export type { Calls, Purse } from './calls/call-budget.js';
export {
  badArgument,
  badUserInput,
  BillingError,
  errorOr,
  isBillingError,
  quote,
  type BillingErrorFacts,
} from './errors/billing-error.js';
export type { ErrorCode } from './errors/error-codes.js';
export type { ReadRefusals, Refusal, RefusalKind } from './errors/refusal.js';
export type { DetailFields, InvoiceSource } from './invoices/invoice-source.js';
export type { Invoice, InvoiceLine, InvoiceStatus } from './invoices/invoice.js';
export { encodeInvoiceId } from './invoices/node-id.js';
export type { PageRead, PageSource, Row, SourcePage } from './lists/page-source.js';
export type { Position } from './lists/position.js';
export type { IsEnough, WholeList } from './lists/whole-list.js';
export { isoExponents, stripeExponents } from './money/currency.js';
export { parseExactNumber, type Decimal } from './money/decimal.js';
export { Money } from './money/money.js';
export type { InvoiceChange } from './previews/invoice-change.js';
export type { InvoicePreview } from './previews/invoice-preview.js';
export type { PreviewSource } from './previews/preview-source.js';
export type {
  CallCosts,
  ProviderDefinition,
  ProviderSource,
  ReceivedWebhook,
  SandboxSample,
  WebhookNews,
  WebhookRule,
} from './providers/provider.js';
export type { Call } from './transport/call.js';
export type { HttpTransport } from './transport/http-transport.js';
export type { Policy } from './transport/policy.js';
export type { UpstreamRequest } from './transport/upstream-request.js';
export { usualPolicies } from './transport/usual-policies.js';
export { documentsOf, type Documented } from './wire/documented.js';
export { parseInstant } from './scalars/instant.js';
export { isWireObject, type WireObject } from './wire/wire-object.js';
export { WireRow } from './wire/wire-row.js';
