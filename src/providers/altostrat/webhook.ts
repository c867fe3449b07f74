import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ReceivedWebhook, WebhookNews, WebhookRule } from '../provider.js';

/** How far the time that a webhook was signed at may be from ours: what is older may be a copy, sent again by anybody. */
const TOLERANCE_SECONDS = 300;

const HEADER_LENGTH_MAX = 2048;
/** While secrets are changed there are two signatures, one of each. */
const SIGNATURES_MAX = 10;

const TIME = /^\d{1,12}$/;
const SIGNATURE = /^[0-9a-f]{64}$/;

/** Stripe's scheme, which signs the time and the bytes as they are sent. */
export const webhook: WebhookRule = {
  variable: 'ALTOSTRAT_WEBHOOK_SECRET',
  path: 'altostrat',
  signatureHeader: 'stripe-signature',
  isGenuine: ({ signature, body, nowMs }, secrets) => {
    const { seconds, signatures } = parseSignature(signature);
    if (seconds === undefined || Math.abs(nowMs / 1000 - Number(seconds)) > TOLERANCE_SECONDS) return false;
    return secrets
      .map((secret) => sign({ seconds, body }, secret))
      .reduce(
        (isKnown, expected) => signatures.some((each) => timingSafeEqual(each, expected)) || isKnown,
        false,
      );
  },
  read: (body) => (isObject(body) ? readEvent(body) : undefined),
};

interface Signature {
  readonly seconds: string | undefined;
  readonly signatures: readonly Buffer[];
}

/** `t=1700000000,v1=...,v1=...,v0=...`. Schemes other than `v1` are none that is trusted. */
function parseSignature(header: string): Signature {
  if (header.length > HEADER_LENGTH_MAX) return { seconds: undefined, signatures: [] };
  const parts = header.split(',').map((part) => part.trim().split('='));
  const valuesOf = (name: string): readonly string[] =>
    parts.flatMap(([key, value]) => (key === name && value !== undefined ? [value] : []));
  const [seconds, ...others] = valuesOf('t');
  return {
    seconds: seconds !== undefined && others.length === 0 && TIME.test(seconds) ? seconds : undefined,
    signatures: valuesOf('v1')
      .filter((text) => SIGNATURE.test(text))
      .slice(0, SIGNATURES_MAX)
      .map((text) => Buffer.from(text, 'hex')),
  };
}

function sign(
  { seconds, body }: { readonly seconds: string; readonly body: ReceivedWebhook['body'] },
  secret: string,
): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}

/** Only what concerns an invoice of somebody's. */
function readEvent({ id, type, data }: Readonly<Record<string, unknown>>): WebhookNews | undefined {
  if (typeof id !== 'string' || typeof type !== 'string' || !type.startsWith('invoice.')) return undefined;
  const subject = isObject(data) ? data['object'] : undefined;
  const customer = isObject(subject) ? subject['customer'] : undefined;
  const accountId = isObject(customer) ? customer['id'] : customer;
  return typeof accountId === 'string' ? { eventId: id, accountId } : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
