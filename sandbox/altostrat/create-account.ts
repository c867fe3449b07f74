import { SANDBOX_NOW_MS, DAY_MS, parseInstant, toMicrosecondText } from '../ground/clock.js';
import type { JsonObject } from '../ground/json.js';
import { createRow, type Row, RowList } from '../ground/row-list.js';
import type { BillingAccount, CursorMode, Subscription } from './account.js';
import { type InvoicePlan, ordinaryRow, ordinaryRows } from './invoice-rows.js';

export interface AccountSeed {
  readonly seed: number;
  readonly workspaceId: string;
  readonly accountId: string;
  readonly currency: string;
  readonly name: string;
  /** A number of ordinary invoices, or rows ready made, newest first. */
  readonly invoices: number | Row[];
  /** Ready-made rows in front of the ordinary ones. */
  readonly head?: Row[];
  readonly newestAtMs?: number;
  readonly subscriptions?: Subscription[];
  readonly cursors?: CursorMode;
}

interface Region {
  country: string;
  city: string;
  taxPercent: number | null;
  isTaxInclusive?: boolean;
}

const NOWHERE: Region = { country: 'US', city: 'Wilmington', taxPercent: null };

const REGIONS: Readonly<Record<string, Region>> = {
  usd: { country: 'US', city: 'Austin', taxPercent: 8 },
  eur: { country: 'DE', city: 'Berlin', taxPercent: 19 },
  gbp: { country: 'GB', city: 'Leeds', taxPercent: 20 },
  // Australian prices are quoted with the tax inside.
  aud: { country: 'AU', city: 'Perth', taxPercent: 10, isTaxInclusive: true },
  zar: { country: 'ZA', city: 'Cape Town', taxPercent: 15 },
  jpy: { country: 'JP', city: 'Tokyo', taxPercent: 10 },
};

export function createAccount(account: AccountSeed): BillingAccount {
  const { invoices, currency } = account;
  const { taxPercent, isTaxInclusive = false } = REGIONS[currency] ?? NOWHERE;
  const plan: InvoicePlan = {
    seed: account.seed,
    accountId: account.accountId,
    currency,
    taxPercent,
    isTaxInclusive,
    count: typeof invoices === 'number' ? invoices : 0,
    ...(account.newestAtMs === undefined ? {} : { newestAtMs: account.newestAtMs }),
  };
  const rows = (): Row[] => (typeof invoices === 'number' ? ordinaryRows(plan) : invoices);
  return {
    id: account.accountId,
    workspaceId: account.workspaceId,
    plan,
    wire: accountWire(account),
    invoices: new RowList(() => (account.head ?? []).concat(rows())),
    subscriptions: account.subscriptions ?? [],
    cursors: account.cursors ?? 'ids',
    lastOrdinal: plan.count,
  };
}

/** Further ordinary invoices for a place in the list; `position` 0 makes them newer than everything there is. */
export function nextRows(account: BillingAccount, count: number, position: number): Row[] {
  const newer = account.invoices.slice(position - 1, position)[0]?.read();
  // In the middle of the list a row takes the time of its newer neighbour, which keeps the order.
  const sharedMs = position > 0 ? parseInstant(newer?.created_at) : NaN;
  const createdAtMs = Number.isNaN(sharedMs) ? undefined : sharedMs;
  return Array.from({ length: count }, () =>
    ordinaryRow(account.plan, ++account.lastOrdinal, createdAtMs),
  ).reverse();
}

/** A row as a caller wrote it, whatever it holds. */
export function givenRow(wire: JsonObject): Row {
  return createRow(typeof wire.id === 'string' ? wire.id : undefined, () => wire);
}

function accountWire({ accountId, workspaceId, name, currency }: AccountSeed): JsonObject {
  const { country, city } = REGIONS[currency] ?? NOWHERE;
  return {
    id: accountId,
    workspace_id: workspaceId,
    name,
    email: `billing@${accountId.replace(/^cus_/, '').replaceAll('_', '-')}.example`,
    phone: null,
    description: null,
    currency,
    address: { country, line1: '1 Main Street', line2: null, city, state: null, postal_code: '10001' },
    created_at: toMicrosecondText(SANDBOX_NOW_MS - 6 * 365 * DAY_MS),
    updated_at: toMicrosecondText(SANDBOX_NOW_MS - 30 * DAY_MS),
  };
}
