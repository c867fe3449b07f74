import { SANDBOX_NOW_MS, toMicrosecondText } from '../ground/clock.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import type { JsonObject } from '../ground/json.js';
import { createRandom, type Random } from '../ground/random.js';
import type { AltostratState, BillingAccount, Subscription } from './account.js';
import { refuseConflict, refuseFields, refuseRequest } from './errors.js';
import { type InvoiceLine, sumOf } from './invoice-lines.js';
import { taxOf } from './invoice-rows.js';
import {
  cancellationLines,
  changeLines,
  currentItems,
  type NextLineId,
  remainingShare,
  renewalLines,
  resolveItems,
} from './preview-lines.js';
import { parsePreviewRequest, type PreviewRequest } from './preview-request.js';

/** Answers what would be billed. Changes nothing but the count that sets two equal previews apart. */
export function previewInvoice(state: AltostratState, account: BillingAccount, body: string): Answer {
  const request = parsePreviewRequest(body);
  const subscription = findSubscription(account, request);
  if (request.isCancellation && subscription?.isOverused) {
    throw refuseConflict(
      'cancellation_would_underprovision',
      'Cancelling this subscription would leave less capacity than is in use.',
    );
  }
  const turn = ++state.previewCount;
  const random = createRandom(state.seed, 'preview', account.id, turn);
  const nextId = () => `il_tmp_${random.text(14)}`;
  // A second passes from one preview to the next, as it would between two real ones.
  const elapsedMs = turn * 1000;
  const lines = previewLines(account, request, subscription, elapsedMs, nextId);
  return jsonAnswer(200, toPreview(account, lines, elapsedMs, random));
}

function previewLines(
  account: BillingAccount,
  { items, isCancellation }: PreviewRequest,
  subscription: Subscription | undefined,
  elapsedMs: number,
  nextId: NextLineId,
): InvoiceLine[] {
  const { currency } = account.plan;
  if (!subscription) return renewalLines(resolveItems(items ?? [], []), currency, nextId);
  const current = currentItems(subscription.wire);
  const share = remainingShare(subscription.wire, elapsedMs);
  if (isCancellation) return cancellationLines(current, currency, share, nextId);
  if (!items) return renewalLines(current, currency, nextId);
  const wanted = resolveItems(items, current);
  return [
    ...changeLines(current, wanted, currency, share, nextId),
    ...renewalLines(wanted, currency, nextId),
  ];
}

/** The subscription the preview is about; undefined for a new one. */
function findSubscription(account: BillingAccount, request: PreviewRequest): Subscription | undefined {
  const { subscriptionId, items } = request;
  if (subscriptionId === undefined && items) {
    if (items.length === 0) throw refuseFields({ items: ['The items field must have at least 1 items.'] });
    return undefined;
  }
  const active = account.subscriptions.filter(({ wire }) => wire.status === 'active');
  if (subscriptionId === undefined) return active.length === 1 && active[0] ? active[0] : refuseNoUpcoming();
  const named = account.subscriptions.find(({ wire }) => wire.id === subscriptionId);
  if (!named) {
    const message = `No such subscription: '${subscriptionId}'`;
    throw refuseRequest(404, 'resource_missing', message, 'subscription_id');
  }
  return named.wire.status === 'canceled' ? refuseNoUpcoming() : named;
}

function refuseNoUpcoming(): never {
  throw refuseRequest(404, 'invoice_upcoming_none', 'No upcoming invoices for customer.');
}

function toPreview(
  { id, plan }: BillingAccount,
  lines: InvoiceLine[],
  elapsedMs: number,
  random: Random,
): JsonObject {
  const subtotal = sumOf(lines);
  const tax = taxOf(plan, subtotal);
  const total = plan.isTaxInclusive ? subtotal : subtotal + (tax ?? 0);
  return {
    id: `upcoming_in_${random.text(16)}`,
    customer_id: id,
    status: 'draft',
    amount_due: Math.max(0, total),
    amount_paid: 0,
    currency: plan.currency,
    created_at: toMicrosecondText(SANDBOX_NOW_MS + elapsedMs),
    subtotal,
    total,
    tax,
    discount_amount: 0,
    discount_names: [],
    lines,
    due_date: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    number: null,
  };
}
