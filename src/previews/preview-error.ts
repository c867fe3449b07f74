import type { BillingError } from '../errors/billing-error.js';
import type { Refusal } from '../errors/refusal.js';
import type { InvoicePreview } from './invoice-preview.js';

/** Why there is no preview: a closed list, published as the enum `PreviewInvoiceErrorCode`. */
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

/** `path` is where in the input the fault lies, outermost first. */
export function invalidInput(path: readonly string[], message: string): PreviewError {
  return { __typename: 'InvalidInputError', code: 'INVALID_INPUT', message, path, retryable: false };
}

/**
 * The refusals behind a failed preview; empty where the failure is not one that the customer can act on.
 * `accountField` is the field of the input that names the account.
 */
export function toPreviewErrors(error: BillingError, accountField: string): readonly PreviewError[] {
  switch (error.code) {
    case 'RATE_LIMITED':
      return [{ ...failure(error), __typename: 'RateLimitedError', code: 'RATE_LIMITED' }];
    case 'QUERY_TOO_COSTLY':
      // As data too: candidates that had their turn stay, and this one can be asked for in an operation of its own.
      return [{ ...failure(error), __typename: 'RateLimitedError', code: 'RATE_LIMITED', retryable: true }];
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

function failure({ message, retryable, facts }: BillingError): Failure {
  return { message, path: [], retryable, retryAfterMs: facts.retryAfterMs ?? null };
}

function toRefusals(error: BillingError, accountField: string): readonly PreviewError[] {
  const { refusals = [] } = error.facts;
  const byStatus = (refusal?: Refusal): PreviewError =>
    error.code === 'UPSTREAM_REJECTED' ? rejected(refusal) : notFound('ACCOUNT_NOT_FOUND', [accountField]);
  if (refusals.length === 0) return [byStatus()];
  return refusals.map((refusal): PreviewError => {
    const { kind, path = [] } = refusal;
    switch (kind) {
      case 'input-invalid':
        return invalidInput(path, refusal.message ?? notAccepted(path));
      case 'subscription-missing':
        return notFound('SUBSCRIPTION_NOT_FOUND', path);
      case 'product-missing':
        return notFound('PRODUCT_NOT_FOUND', path);
      case 'account-missing':
        return notFound('ACCOUNT_NOT_FOUND', [accountField]);
      case 'nothing-to-bill':
      case 'rejected':
        return rejected(refusal);
      // A preview has no cursor, so what such a refusal is about is not known.
      case 'cursor-unknown':
      case 'something-missing':
        return byStatus(refusal);
    }
  });
}

/** For providers without previews of changes. */
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

function notAccepted(path: readonly string[]): string {
  return path.length === 0
    ? 'The provider does not accept the input as it is.'
    : 'The provider does not accept this value.';
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

const REJECTION_MESSAGES = {
  'nothing-to-bill': 'There is nothing to bill: no invoice would follow.',
  rejected: 'The provider refused this change.',
};

function rejected(refusal?: Refusal): PreviewError {
  const kind = refusal?.kind === 'nothing-to-bill' ? refusal.kind : 'rejected';
  return {
    __typename: 'RejectedByProviderError',
    code: 'REJECTED_BY_PROVIDER',
    message: refusal?.message ?? REJECTION_MESSAGES[kind],
    path: [],
    retryable: false,
    providerCode: refusal?.providerCode ?? null,
  };
}
