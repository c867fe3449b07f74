import { DAY_MS, SANDBOX_NOW_MS } from '../ground/clock.js';
import { createRandom, type Random } from '../ground/random.js';
import { createRow, type Row } from '../ground/row-list.js';
import type { NorthflankAccount, NorthflankEntry } from './account.js';
import {
  byocTotal,
  type NorthflankInvoice,
  paasTotal,
  resourcesOf,
  sumPrices,
  type Thousandths,
  type UsageLine,
} from './invoice.js';
import { makeByocPrice, makeTeams } from './make-usage.js';

type AccountIdentity = Pick<NorthflankAccount, 'id' | 'seed' | 'count'>;

const CENT: Thousandths = 1000;
const PERIOD_SECONDS = (10 * DAY_MS) / 1000;
const NOW_SECONDS = SANDBOX_NOW_MS / 1000;
/** Billed up to here; what follows is in the preview. */
const BILLED_UNTIL_SECONDS = NOW_SECONDS - (3 * DAY_MS) / 1000;

export function invoiceRow(account: AccountIdentity, ordinal: number): Row<NorthflankEntry> {
  return createRow(invoiceId(account.id, ordinal), () => ({
    kind: 'made',
    invoice: makeInvoice(account, ordinal),
  }));
}

/** What has been used since the last bill. */
export function makePreview(account: AccountIdentity): NorthflankInvoice {
  const random = createRandom(account.seed, 'northflank', account.id, 'preview');
  const period = { periodStart: BILLED_UNTIL_SECONDS, periodEnd: NOW_SECONDS };
  return fill({ id: 'preview', ...period, status: 'open', isPaidShown: false }, account.id, false, random);
}

function makeInvoice(account: AccountIdentity, ordinal: number): NorthflankInvoice {
  const random = createRandom(account.seed, 'northflank', account.id, ordinal);
  const position = Math.max(0, account.count - ordinal);
  // Two bills of three share a period: a spending threshold was reached before it was over.
  const slot = Math.floor((position * 2) / 3);
  const periodStart = BILLED_UNTIL_SECONDS - (slot + 1) * PERIOD_SECONDS;
  const head = {
    id: invoiceId(account.id, ordinal),
    periodStart,
    periodEnd: periodStart + PERIOD_SECONDS - 1,
    status: pickStatus(random),
    isPaidShown: random.chance(0.8),
  };
  return fill(head, account.id, ordinal % 10 === 3, random);
}

type InvoiceHead = Pick<NorthflankInvoice, 'id' | 'periodStart' | 'periodEnd' | 'status' | 'isPaidShown'>;

function fill(
  head: InvoiceHead,
  accountId: string,
  isFractional: boolean,
  random: Random,
): NorthflankInvoice {
  const teams = makeTeams(accountId, random);
  const byoc = makeByocPrice(random);
  const lineItems = makeLineItems(random);
  const used = paasTotal(sumPrices(resourcesOf(teams))) + byocTotal(byoc);
  const exact = lineItems.reduce((sum, { total }) => sum + total, used);
  const subTotal = isFractional ? exact : Math.round(exact / CENT) * CENT;
  const discount = random.chance(0.15) ? Math.floor(subTotal / 10 / CENT) * CENT : 0;
  const taxPercent = random.pick([0, 20]);
  const tax = Math.round(((subTotal - discount) * taxPercent) / 100);
  const wholeTax = isFractional ? tax : Math.round(tax / CENT) * CENT;
  const total = subTotal - discount + wholeTax;
  return {
    ...head,
    currency: 'usd',
    teams,
    byoc,
    lineItems,
    subTotal,
    discount,
    taxPercent,
    tax: wholeTax,
    total,
  };
}

function makeLineItems(random: Random): UsageLine[] {
  if (!random.chance(0.3)) return [];
  const base = random.integer(5, 90) * 100 * CENT;
  const proration = random.pick([1, 0.5]);
  return [{ title: 'Support plan', total: base * proration, base, proration }];
}

function pickStatus(random: Random): NorthflankInvoice['status'] {
  const draw = random.next();
  if (draw < 0.85) return 'paid';
  if (draw < 0.93) return 'open';
  if (draw < 0.96) return 'uncollectible';
  return draw < 0.98 ? 'void' : 'payment_failed';
}

/** `835994C3-00042`: a number in the customer's series, the same for every seed. */
function invoiceId(accountId: string, ordinal: number): string {
  const series = createRandom(0, 'series', accountId).integer(0, 0xffffffff);
  const prefix = series.toString(16).toUpperCase().padStart(8, '0');
  return `${prefix}-${String(ordinal).padStart(5, '0')}`;
}
