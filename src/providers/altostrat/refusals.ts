import type { Refusal } from '../../errors/refusal.js';
import { isWireObject, member, memberNames, type WireObject } from '../../wire/wire-object.js';

/** Codes whose meaning is documented. */
const KNOWN_CODES: ReadonlyMap<string, Refusal> = new Map([
  [
    'cancellation_would_underprovision',
    { kind: 'rejected', message: 'Cancelling would leave less capacity than is in use.' },
  ],
  ['invoice_upcoming_none', { kind: 'nothing-to-bill' }],
]);

/** Codes of what does not exist: `resource_missing`, `subscription_not_found` ... */
const MISSING = /missing|not_found/;

/** Statuses that find fault with what was asked for; others have reasons of their own, whatever the code. */
const ABOUT_THE_REQUEST: ReadonlySet<number> = new Set([400, 404, 422]);

/** Words only, and no digits: a credential that is sent back must not pass for a code. */
const HARMLESS_CODE = /^(?=.{1,64}$)[a-z]+(?:_[a-z]+)*$/;

const FIELDS_MAX = 20;

/**
 * What a failure of Altostrat's API refuses: a flat `{ type, code, message }` with Stripe's codes, the same in `error`,
 * or Laravel's `{ message, errors }` by field. Texts are only searched for what they speak of, and none is kept.
 */
export function readRefusals(status: number, body: unknown): readonly Refusal[] {
  const outer = isWireObject(body) ? body : {};
  const inner = member(outer, 'error');
  const said = isWireObject(inner) ? inner : outer;
  const errors = member(said, 'errors');
  const fields = isWireObject(errors) ? memberNames(errors) : [];
  if (fields.length > 0) return distinct(fields.slice(0, FIELDS_MAX).map(toFieldRefusal));
  const refusal = toRefusal(status, said);
  return refusal ? [refusal] : [];
}

function toRefusal(status: number, said: WireObject): Refusal | undefined {
  const code = member(said, 'code');
  const providerCode = typeof code === 'string' && HARMLESS_CODE.test(code) ? code : undefined;
  const known = KNOWN_CODES.get(providerCode ?? '');
  if (known) return { ...known, providerCode };
  const subject = findSubject(said);
  if (ABOUT_THE_REQUEST.has(status)) {
    if (subject === 'cursor') return { kind: 'cursor-unknown', providerCode };
    if (status === 404 || MISSING.test(providerCode ?? '')) return toMissing(subject, providerCode);
  }
  return providerCode === undefined ? undefined : { kind: 'rejected', providerCode };
}

type Subject = 'subscription' | 'product' | 'cursor' | 'invoice' | 'account';

/** What each is called, the most telling first. */
const SUBJECT_WORDS: readonly (readonly [Subject, RegExp])[] = [
  ['subscription', /subscription/i],
  ['product', /product|price/i],
  ['cursor', /cursor|starting_after|ending_before/i],
  ['invoice', /\binvoice\b/i],
  ['account', /customer|billing.?account|workspace/i],
];
/** Parameters that hold a cursor. In a sentence these are ordinary words. */
const CURSOR_FIELDS: ReadonlySet<string> = new Set(['after', 'before']);

/** `param` says it. Where there is none, the code or the message may speak of it; undefined: they do not. */
function findSubject(said: WireObject): Subject | 'another' | undefined {
  const param = member(said, 'param');
  if (typeof param !== 'string')
    return searchSubject([member(said, 'code'), member(said, 'message')].join(' '));
  return CURSOR_FIELDS.has(param) ? 'cursor' : (searchSubject(param) ?? 'another');
}

function searchSubject(text: string): Subject | undefined {
  return SUBJECT_WORDS.find(([, words]) => words.test(text))?.[0];
}

function toMissing(
  subject: Subject | 'another' | undefined,
  providerCode: string | undefined,
): Refusal | undefined {
  switch (subject) {
    case 'subscription':
      return { kind: 'subscription-missing', path: ['subscriptionId'], providerCode };
    case 'product':
      return { kind: 'product-missing', path: ['items'], providerCode };
    case 'cursor':
    case 'invoice':
      // A request names an invoice nowhere but in its cursor.
      return { kind: 'cursor-unknown', providerCode };
    case 'account':
      return { kind: 'account-missing', providerCode };
    case 'another':
      return { kind: 'rejected', providerCode };
    case undefined:
      return providerCode === undefined ? undefined : { kind: 'something-missing', providerCode };
  }
}

/** How Altostrat spells the steps of a path into the input. What it calls otherwise is no part of the input. */
const INPUT_STEPS: ReadonlyMap<string, string> = new Map([
  ['items', 'items'],
  ['product_type', 'productType'],
  ['quantity', 'quantity'],
  ['interval', 'interval'],
  ['subscription_id', 'subscriptionId'],
  ['cancel_subscription', 'cancelSubscription'],
]);
const INDEX = /^\d{1,3}$/;

/** A field that failed validation, as in `items.0.quantity`. */
function toFieldRefusal(field: string): Refusal {
  if (CURSOR_FIELDS.has(field)) return { kind: 'cursor-unknown' };
  const path: string[] = [];
  for (const step of field.split('.')) {
    const ours = path.at(-1) === 'items' && INDEX.test(step) ? step : INPUT_STEPS.get(step);
    if (ours === undefined) return { kind: 'input-invalid', path };
    path.push(ours);
  }
  switch (path.at(-1)) {
    case 'productType':
      return { kind: 'product-missing', path };
    case 'subscriptionId':
      return { kind: 'subscription-missing', path };
    default:
      return { kind: 'input-invalid', path };
  }
}

function distinct(refusals: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(refusals.map((refusal) => [JSON.stringify(refusal), refusal])).values()];
}
