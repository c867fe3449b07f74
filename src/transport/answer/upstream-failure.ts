import { BillingError, type BillingErrorDetails, type Refusal } from '../../errors/billing-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import { toHarmless } from './harmless-text.js';

const HARMLESS_CODE = /^[a-z][a-z0-9_.-]{0,63}$/i;
const HARMLESS_FIELD = /^[A-Za-z0-9_]{1,64}(?:\.[A-Za-z0-9_]{1,64}){0,5}$/;
const FIELDS_MAX = 20;

/** The code and our own words for an answer that is not a success. */
export function toFailure(status: number, details: BillingErrorDetails): BillingError {
  const [code, message] = describeStatus(status);
  return new BillingError(code, message, details);
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

/**
 * What an error body says in machine-readable form: flat, wrapped in `error`, or a list of invalid fields. Its
 * texts are only searched for what they speak of; they may hold anything, so none of them is kept.
 */
export function readRefusal(body: unknown, credential: string): Refusal {
  const outer = isWireObject(body) ? body : {};
  const inner = isWireObject(outer['error']) ? outer['error'] : outer;
  const text = ['code', 'param', 'message']
    .map((key) => inner[key])
    .filter((value) => typeof value === 'string');
  const code = typeof inner['code'] === 'string' ? inner['code'] : undefined;
  return {
    code: toHarmless(code, HARMLESS_CODE, credential),
    subject: findSubject(text.join(' ')),
    fields: readFields(inner, credential),
  };
}

function findSubject(text: string): Refusal['subject'] {
  if (/subscription/i.test(text)) return 'subscription';
  if (/product|price/i.test(text)) return 'product';
  return /cursor|\b(?:after|before)\b|starting_after|ending_before/i.test(text) ? 'cursor' : undefined;
}

function readFields({ errors }: WireObject, credential: string): readonly string[] {
  if (!isWireObject(errors)) return [];
  return Object.keys(errors)
    .filter((field) => toHarmless(field, HARMLESS_FIELD, credential) !== undefined)
    .slice(0, FIELDS_MAX);
}
