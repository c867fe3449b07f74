import { createRow, RowList, type Row } from '../ground/row-list.js';
import type { Generation, NorthflankAccount, NorthflankEntry, NorthflankState } from './account.js';
import { invoiceRow } from './make-invoice.js';
import { RateLimiter } from './rate-limit.js';

type FixedAccount = readonly [id: string, name: string, generation: Generation, invoices: number];

const FIXED_ACCOUNTS: readonly FixedAccount[] = [
  ['own', 'Own account', 'N2', 180],
  ['team-n1', 'First generation', 'N1', 60],
  ['team-n2', 'Second generation', 'N2', 120],
  ['team-n3', 'Third generation', 'N3', 340],
  ['team-n3b', 'Third generation without pages', 'N3b', 75],
  ['team-n4', 'Fourth generation', 'N4', 210],
  ['team-empty', 'Nothing billed yet', 'N2', 0],
];

export function createNorthflankState(seed: number): NorthflankState {
  const accounts = FIXED_ACCOUNTS.map((fixed) => createNorthflankAccount(seed, ...fixed));
  accounts.push(sampleAccount(seed));
  return {
    accounts: new Map(accounts.map((account) => [account.id, account])),
    rateLimiter: new RateLimiter(),
  };
}

export function createNorthflankAccount(
  seed: number,
  id: string,
  name: string,
  generation: Generation,
  count: number,
): NorthflankAccount {
  const makeRows = (): Row<NorthflankEntry>[] =>
    Array.from({ length: count }, (_, position) => invoiceRow({ id, seed, count }, count - position));
  return {
    id,
    name,
    seed,
    invoices: new RowList(makeRows),
    count,
    lastOrdinal: count,
    generation,
    form: 'array',
    cursors: 'omitted',
    hasPreview: true,
    rateLimit: undefined,
  };
}

/** The documented list answer value for value: a bare object where an array belongs. */
function sampleAccount(seed: number): NorthflankAccount {
  const account = createNorthflankAccount(seed, 'team-sample', 'Documented sample', 'N1', 0);
  const wire = {
    period: { start: 1655823815, end: 1655910214 },
    currency: 'usd',
    total: 1200,
    subTotal: 1000,
  };
  account.invoices.insert(0, [createRow('sample', () => ({ kind: 'planted', wire }))]);
  account.form = 'object';
  return account;
}
