import type { Dispatcher } from 'undici';
import type { ProviderName } from '../../errors/provider-name.js';
import type { BillingError } from '../../errors/billing-error.js';
import type { ReadRefusals } from '../../errors/refusal.js';
import { headerText, type RateLimit } from './rate-limit.js';
import { parseJsonBytes, readBytes, unreadable } from './read-body.js';
import { toFailure } from './upstream-failure.js';

const BODY_BYTES_MAX = 8 * 1024 * 1024;
const ERROR_BODY_BYTES_MAX = 64 * 1024;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
const HARMLESS_REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * The parsed JSON of a provider's answer.
 *
 * @throws BillingError that holds nothing of what the provider wrote, for any answer but JSON with status 200
 */
export async function readAnswer(
  response: Dispatcher.ResponseData,
  provider: ProviderName,
  { retryAfterMs }: RateLimit,
  readRefusals: ReadRefusals | undefined,
): Promise<unknown> {
  const { statusCode, headers, body } = response;
  if (statusCode !== 200) throw await readFailure(response, provider, retryAfterMs, readRefusals);
  const type = headerText(headers, 'content-type');
  const encoding = headerText(headers, 'content-encoding');
  if (type !== undefined && !JSON_TYPE.test(type)) throw discard(body, 'not JSON');
  if (encoding !== undefined && encoding !== 'identity') throw discard(body, 'an encoding nobody asked for');
  return parseJsonBytes(await readBytes(body, BODY_BYTES_MAX));
}

async function readFailure(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  provider: ProviderName,
  retryAfterMs: number | undefined,
  readRefusals: ReadRefusals | undefined,
): Promise<BillingError> {
  const json = await readBytes(body, ERROR_BODY_BYTES_MAX).then(toJsonOrNothing, () => undefined);
  const requestId = headerText(headers, 'x-request-id') ?? headerText(headers, 'request-id');
  return toFailure(statusCode, {
    provider,
    upstream: {
      status: statusCode,
      requestId: requestId !== undefined && HARMLESS_REQUEST_ID.test(requestId) ? requestId : undefined,
    },
    retryAfterMs,
    refusals: readRefusals?.(statusCode, json),
  });
}

function discard(body: Dispatcher.ResponseData['body'], why: string): BillingError {
  body.on('error', () => undefined).destroy();
  return unreadable(why);
}

function toJsonOrNothing(bytes: Buffer): unknown {
  try {
    return parseJsonBytes(bytes);
  } catch {
    return undefined;
  }
}
