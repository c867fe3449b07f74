import type { BillingError, Refusal } from '../errors/billing-error.js';
import type { InvoicePreview } from './invoice-preview.js';

export const previewErrorCodes = {
  INVALID_INPUT: 'INVALID_INPUT',
  ACCOUNT_NOT_FOUND: 'ACCOUNT_NOT_FOUND',
  SUBSCRIPTION_NOT_FOUND: 'SUBSCRIPTION_NOT_FOUND',
  PRODUCT_NOT_FOUND: 'PRODUCT_NOT_FOUND',
  REJECTED_BY_PROVIDER: 'REJECTED_BY_PROVIDER',
  NOT_SUPPORTED_BY_PROVIDER: 'NOT_SUPPORTED_BY_PROVIDER',
  RATE_LIMITED: 'RATE_LIMITED',
  PROVIDER_UNAVAILABLE: 'PROVIDER_UNAVAILABLE',
} as const;
export type PreviewErrorCode = keyof typeof previewErrorCodes;

/** A refusal that the customer can act on. Data, not an exception. */
export interface PreviewError {
  readonly __typename:
    | 'InvalidInputError'
    | 'NotFoundError'
    | 'RejectedByProviderError'
    | 'RateLimitedError'
    | 'ProviderUnavailableError';
  readonly code: PreviewErrorCode;
  readonly message: string;
  /** Where in the input the cause lies, outermost first; empty: the request as a whole. */
  readonly path: readonly string[];
  readonly retryable: boolean;
  readonly providerCode?: string | null;
  readonly retryAfterMs?: number | null;
}

/** `preview` is null exactly when `userErrors` is not empty. */
export interface PreviewPayload {
  readonly preview: InvoicePreview | null;
  readonly userErrors: readonly PreviewError[];
  readonly clientMutationId: string | null;
}

export function invalidInput(path: readonly string[], message: string): PreviewError {
  return { __typename: 'InvalidInputError', code: 'INVALID_INPUT', message, path, retryable: false };
}

/** What the refusals that the provider documents mean, in our words: its own texts stay out of answers. */
const REJECTION_MESSAGES: ReadonlyMap<string, string> = new Map([
  ['cancellation_would_underprovision', 'Cancelling would leave less capacity than is in use.'],
  ['invoice_upcoming_none', 'There is nothing to bill: no invoice would follow.'],
]);

/** Codes of refusals that say something does not exist. */
const MISSING = /missing|not_found/;

/** How the provider spells the fields of the input. */
const INPUT_FIELDS: ReadonlyMap<string, string> = new Map([
  ['subscription_id', 'subscriptionId'],
  ['cancel_subscription', 'cancelSubscription'],
  ['product_type', 'productType'],
]);

/**
 * The refusals behind a failed preview; empty where the failure is not one that the customer can act on.
 * `accountField` is the field of the input that names the account.
 */
export function toPreviewErrors(error: BillingError, accountField: string): readonly PreviewError[] {
  switch (error.code) {
    case 'RATE_LIMITED':
      return [{ ...failure(error), __typename: 'RateLimitedError', code: 'RATE_LIMITED' }];
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_INVALID_RESPONSE':
      return [{ ...failure(error), __typename: 'ProviderUnavailableError', code: 'PROVIDER_UNAVAILABLE' }];
    case 'UPSTREAM_REJECTED':
    case 'NOT_FOUND':
    case 'FORBIDDEN':
      return toRefusals(error, accountField);
    default:
      return [];
  }
}

type Failure = Pick<PreviewError, 'message' | 'path' | 'retryable' | 'retryAfterMs'>;

function failure({ message, retryable, details }: BillingError): Failure {
  return { message, path: [], retryable, retryAfterMs: details.retryAfterMs ?? null };
}

function toRefusals(
  { code, details: { refusal } }: BillingError,
  accountField: string,
): readonly PreviewError[] {
  if (refusal && refusal.fields.length > 0) return refusal.fields.map(toFieldError);
  if (refusal?.code !== undefined && REJECTION_MESSAGES.has(refusal.code)) return [rejected(refusal)];
  // Many refusals speak of a subscription or a product; only of what is missing do they say that it is not there.
  const isMissing = code === 'NOT_FOUND' || MISSING.test(refusal?.code ?? '');
  if (isMissing && refusal?.subject === 'subscription')
    return [notFound('SUBSCRIPTION_NOT_FOUND', ['subscriptionId'])];
  if (isMissing && refusal?.subject === 'product') return [notFound('PRODUCT_NOT_FOUND', ['items'])];
  return code === 'UPSTREAM_REJECTED' ? [rejected(refusal)] : [notFound('ACCOUNT_NOT_FOUND', [accountField])];
}

function toFieldError(field: string): PreviewError {
  const path = field.split('.').map((step) => INPUT_FIELDS.get(step) ?? step);
  if (path.at(-1) === 'productType') return notFound('PRODUCT_NOT_FOUND', path);
  if (path.at(-1) === 'subscriptionId') return notFound('SUBSCRIPTION_NOT_FOUND', path);
  return invalidInput(path, 'The provider does not accept this value.');
}

export function notSupported(): PreviewError {
  return {
    __typename: 'RejectedByProviderError',
    code: 'NOT_SUPPORTED_BY_PROVIDER',
    message: 'This provider previews no changes. Ask the account for its upcomingInvoice.',
    path: [],
    retryable: false,
    providerCode: null,
  };
}

type NotFoundCode = 'ACCOUNT_NOT_FOUND' | 'SUBSCRIPTION_NOT_FOUND' | 'PRODUCT_NOT_FOUND';

const NOT_FOUND_MESSAGES: Readonly<Record<NotFoundCode, string>> = {
  ACCOUNT_NOT_FOUND: 'The provider has no such billing account for this credential.',
  SUBSCRIPTION_NOT_FOUND: 'The account has no such subscription.',
  PRODUCT_NOT_FOUND: 'The provider has no such product.',
};

function notFound(code: NotFoundCode, path: readonly string[]): PreviewError {
  return { __typename: 'NotFoundError', code, message: NOT_FOUND_MESSAGES[code], path, retryable: false };
}

function rejected(refusal: Refusal | undefined): PreviewError {
  const providerCode = refusal?.code ?? null;
  const message = REJECTION_MESSAGES.get(providerCode ?? '') ?? 'The provider refused this change.';
  return {
    __typename: 'RejectedByProviderError',
    code: 'REJECTED_BY_PROVIDER',
    message,
    path: [],
    retryable: false,
    providerCode,
  };
}
