import { BillingError, type BillingErrorFacts } from '../../errors/billing-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';

/** The code and our own words for an answer that is not a success. */
export function toFailure(status: number, facts: BillingErrorFacts): BillingError {
  const [code, message] = describeStatus(status);
  return new BillingError(code, message, facts);
}

function describeStatus(status: number): [ErrorCode, string] {
  switch (status) {
    case 401:
      return ['UNAUTHENTICATED', 'The provider does not accept the credential. It may have expired.'];
    case 403:
      return ['FORBIDDEN', 'The credential does not give access to this workspace or account.'];
    case 404:
      return ['NOT_FOUND', 'The provider has no such workspace or account for this credential.'];
    case 408:
    case 504:
      return ['UPSTREAM_TIMEOUT', 'The provider gave up waiting for its own answer.'];
    case 429:
      return ['RATE_LIMITED', 'The provider limits this credential for now.'];
    default:
      if (status >= 500) return ['UPSTREAM_UNAVAILABLE', 'The provider failed to answer.'];
      if (status >= 400) return ['UPSTREAM_REJECTED', 'The provider refused the request.'];
      return ['UPSTREAM_INVALID_RESPONSE', describeUnexpected(status)];
  }
}

function describeUnexpected(status: number): string {
  if (status >= 300) return 'The provider answered with an unexpected status. Redirects are not followed.';
  switch (status) {
    case 204:
    case 205:
      return 'The provider answered without a body where one was expected.';
    case 206:
      return 'The provider answered with a part of what was asked for. Parts are not put together.';
    default:
      return 'The provider answered that it did something else than it was asked for.';
  }
}
