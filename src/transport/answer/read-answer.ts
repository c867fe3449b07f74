import type { IncomingHttpHeaders } from 'node:http';
import type { BillingError } from '../../errors/billing-error.js';
import type { ProviderName } from '../../errors/provider-name.js';
import type { ReadRefusals, Refusal } from '../../errors/refusal.js';
import { parseJson } from '../../wire/parse-json.js';
import { JsonRefusal } from '../../wire/scan-json.js';
import type { Exchange } from '../exchange.js';
import type { UpstreamRequest } from '../upstream-request.js';
import type { BodyBound, RawAnswer } from './answer-collector.js';
import { headerLines, headerNames, headerText } from './headers.js';
import { toHarmless } from './harmless-text.js';
import { tooLarge, tooMuch, unreadable } from './unreadable.js';
import { toFailure } from './upstream-failure.js';

/** The largest page is far smaller; an account, an invoice or a preview is smaller than any page. */
const BYTES_MAX: Readonly<Record<UpstreamRequest['wanted'], number>> = {
  list: 8 * 1024 * 1024,
  object: 1024 * 1024,
};
const ERROR_BODY_BYTES_MAX = 64 * 1024;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
const PROVIDER_CODE = /^[\x21-\x7e]{1,64}$/;
const REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * How much of an answer's body is read.
 *
 * @throws UPSTREAM_INVALID_RESPONSE for a success whose head says that it is not JSON, packed, or too large
 */
export function bytesMaxOf(
  status: number,
  headers: IncomingHttpHeaders,
  wanted: UpstreamRequest['wanted'],
): BodyBound {
  if (status !== 200) return { bytesMax: ERROR_BODY_BYTES_MAX, isNeeded: false };
  if (!headerLines(headers, 'content-type').every((type) => JSON_TYPE.test(type)))
    throw unreadable('it is not JSON');
  const encodings = headerNames(headers, 'content-encoding');
  if (encodings.some((encoding) => encoding !== 'identity'))
    throw unreadable('it has an encoding that nobody asked for');
  const bytesMax = BYTES_MAX[wanted];
  if (Number(headerText(headers, 'content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax);
  return { bytesMax, isNeeded: true };
}

/**
 * The parsed JSON of a provider's answer.
 *
 * @throws BillingError that holds nothing of what the provider wrote, for any answer but JSON with status 200
 */
export function readAnswer(
  { status, headers, body }: RawAnswer,
  provider: ProviderName,
  exchange: Exchange,
  readRefusals: ReadRefusals = () => [],
): unknown {
  const { call } = exchange;
  if (status === 200 && body) return parseBody(body);
  const { credential } = call;
  const refusals = readRefusals(status, body && toJsonOrNothing(body));
  const requestId = headerText(headers, 'x-request-id') ?? headerText(headers, 'request-id');
  throw toFailure(status, {
    provider,
    upstream: { status, requestId: toHarmless(requestId, REQUEST_ID, credential) },
    retryAfterMs: exchange.head?.rateLimit.retryAfterMs,
    refusals: refusals.map((refusal) => toHarmlessRefusal(refusal, credential)),
  });
}

/** A provider can write anything where its code stands. */
function toHarmlessRefusal(refusal: Refusal, credential: string): Refusal {
  return { ...refusal, providerCode: toHarmless(refusal.providerCode, PROVIDER_CODE, credential) };
}

function parseBody(body: Buffer): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    throw toUnreadable(error);
  }
}

/** A parser's own words would repeat what came. */
function toUnreadable(error: unknown): BillingError {
  if (!(error instanceof JsonRefusal)) return unreadable('it is no JSON');
  return error.isTooLarge ? tooMuch(error.reason) : unreadable(error.reason);
}

function toJsonOrNothing(body: Buffer): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
