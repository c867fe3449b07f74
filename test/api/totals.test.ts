import { startApi, type GraphqlAnswer } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { plantList, plantedList } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';
import { askTeam, fetchRows } from './northflank-paging.js';

/** Counts and totals, which read whole lists, and say what they are worth. */

startSystem();

const list = plantedList(500);
beforeEach(async () => {
  await upstream.reset();
  await plantList(upstream, 'cus_list', list);
  await upstream.forget();
});

async function ask(fields: string, of = api): Promise<GraphqlAnswer> {
  return of.ask(`{ ${accountField('cus_list')} { ${fields} } }`);
}

const COUNT = 'count { value precision }';
const SUMS =
  'currency invoices complete total { decimal } amountDue { decimal } amountPaid { decimal } amountRemaining { decimal } period { start end }';

/** Cents as the graph writes them. */
function money(cents: number): { decimal: string } {
  return { decimal: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}` };
}

function sumOf(invoices: readonly { readonly total: number }[]): number {
  return invoices.reduce((sum, { total }) => sum + total, 0);
}

test('F12 the count of a list costs its pages, and the page comes with them', async () => {
  const { data, errors } = await ask(`invoices(first: 2) { nodes { invoiceId } ${COUNT} }`);
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices).toEqual({
    nodes: [{ invoiceId: 'in_00000' }, { invoiceId: 'in_00001' }],
    count: { value: 500, precision: 'EXACT' },
  });
  expect(await upstream.paths()).toHaveLength(3);
});

test('F12 a count that is not selected costs nothing, be it in a fragment that is skipped', async () => {
  const skipped = `invoices(first: 2) { nodes { invoiceId } ...Counted @skip(if: true) ... @include(if: false) { ${COUNT} } }`;
  const { errors } = await api.ask(
    `{ ${accountField('cus_list')} { ${skipped} } } fragment Counted on InvoiceConnection { ${COUNT} }`,
  );
  expect(errors).toEqual([]);
  expect(await upstream.paths()).toEqual(['/workspaces/ws_rows/billing-accounts/cus_list/invoices?limit=2']);
});

test('F12 where the page is the whole list, the count is at hand', async () => {
  await plantList(upstream, 'cus_list', list.slice(0, 7));
  await upstream.forget();
  const { data } = await ask(`invoices(first: 20) { ${COUNT} }`);
  expect(data.billingAccount.invoices.count).toEqual({ value: 7, precision: 'EXACT' });
  expect(await upstream.paths()).toHaveLength(1);
});

test('F12 on a further page, in the other order and with a filter it is the count of the whole list all the same', async () => {
  const { data: first } = await ask('invoices(first: 450) { pageInfo { endCursor } }');
  const { endCursor } = first.billingAccount.invoices.pageInfo;
  const { data } = await ask(
    `rest: invoices(first: 100, after: "${endCursor}") { ${COUNT} }
     oldest: invoices(first: 1, orderBy: OLDEST_FIRST) { ${COUNT} }
     none: invoices(first: 0) { ${COUNT} }
     open: invoices(first: 1, filter: { status: [OPEN] }) { ${COUNT} }`,
  );
  expect(data.billingAccount).toEqual({
    rest: { count: { value: 500, precision: 'EXACT' } },
    oldest: { count: { value: 500, precision: 'EXACT' } },
    none: { count: { value: 500, precision: 'EXACT' } },
    open: { count: { value: 72, precision: 'EXACT' } },
  });
});

test('F12 the budget makes it AT_LEAST, and what is not left UNKNOWN; the page stands', async () => {
  const poor = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '2' });
  const { data, errors } = await ask(`invoices(first: 2) { nodes { invoiceId } ${COUNT} }`, poor);
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices).toEqual({
    nodes: [{ invoiceId: 'in_00000' }, { invoiceId: 'in_00001' }],
    count: { value: 400, precision: 'AT_LEAST' },
  });
  expect(await upstream.paths()).toHaveLength(2);
  await poor.stop();
  const { data: further } = await ask('invoices(first: 10) { pageInfo { endCursor } }');
  const { endCursor } = further.billingAccount.invoices.pageInfo;
  const single = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '1' });
  const { data: last, errors: none } = await ask(
    `invoices(first: 2, after: "${endCursor}") { nodes { invoiceId } ${COUNT} }`,
    single,
  );
  expect(none).toEqual([]);
  expect(last.billingAccount.invoices).toEqual({
    nodes: [{ invoiceId: 'in_00010' }, { invoiceId: 'in_00011' }],
    count: { value: null, precision: 'UNKNOWN' },
  });
  await single.stop();
});

test('F12 an undecided invoice makes a filtered count AT_LEAST, a malformed one still counts in the plain one', async () => {
  await plantList(upstream, 'cus_list', list.slice(0, 30), { in_00001: { status: 'settled' } });
  const { data } = await ask(
    `all: invoices { ${COUNT} } open: invoices(filter: { status: [OPEN] }) { ${COUNT} }`,
  );
  expect(data.billingAccount).toEqual({
    all: { count: { value: 30, precision: 'EXACT' } },
    open: { count: { value: 4, precision: 'AT_LEAST' } },
  });
});

test('F12 a page that is read together with its count has the cursors that it has alone, also where the budget ends both', async () => {
  const poor = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '2' });
  const page = 'edges { cursor } pageInfo { hasNextPage startCursor endCursor }';
  const { data: alone } = await ask(`invoices(first: 1000) { ${page} }`, poor);
  const { data } = await ask(
    `invoices(first: 1000) { ${page} ${COUNT} } totals(filter: { status: [OPEN] }) { complete }`,
    poor,
  );
  const { edges, pageInfo, count } = data.billingAccount.invoices;
  expect({ edges, pageInfo }).toEqual(alone.billingAccount.invoices);
  expect(edges).toHaveLength(400);
  expect(pageInfo.endCursor).toBe(edges[399].cursor);
  expect(count).toEqual({ value: 400, precision: 'AT_LEAST' });
  await poor.stop();
});

test('F12 a fault on the way is told beside the count so far', async () => {
  await upstream.fault({
    match: { method: 'GET', path: 'after=in_00199' },
    fault: { kind: 'status', status: 400 },
  });
  const { data, errors } = await ask(`invoices(first: 2) { nodes { invoiceId } ${COUNT} }`);
  expect(data.billingAccount.invoices.count).toEqual({ value: 200, precision: 'AT_LEAST' });
  expect(data.billingAccount.invoices.nodes).toHaveLength(2);
  expect(errors.map(({ path }) => path)).toEqual([['billingAccount', 'invoices', 'count']]);
});

test('F40 totals are exact, one for each currency, with what they are of', async () => {
  const { data, errors } = await ask(`totals { ${SUMS} }`);
  expect(errors).toEqual([]);
  const of = (currency: string): object => {
    const invoices = list.filter((each) => each.currency === currency);
    const sum = sumOf(invoices);
    return {
      currency: currency.toUpperCase(),
      invoices: invoices.length,
      complete: true,
      total: money(sum),
      amountDue: money(sum),
      amountPaid: { decimal: '0.00' },
      amountRemaining: money(sum),
      period: {
        start: invoices.at(-1)?.created_at.replace('Z', '000Z'),
        end: invoices[0]?.created_at.replace('Z', '000Z'),
      },
    };
  };
  expect(data.billingAccount.totals).toEqual([of('eur'), of('usd')]);
  expect(await upstream.paths()).toHaveLength(3);
});

test('F40 with a filter they are of its invoices, and a time that is over is read no further', async () => {
  const { data } = await ask(
    `totals(filter: { status: [OPEN], currency: ["USD"], createdFrom: "${list[99]?.created_at}" }) { invoices complete total { amountMinor } }`,
  );
  const wanted = list.slice(0, 100).filter(({ status, currency }) => status === 'open' && currency === 'usd');
  expect(data.billingAccount.totals).toEqual([
    { invoices: wanted.length, complete: true, total: { amountMinor: String(sumOf(wanted)) } },
  ]);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F40 an account without invoices has no totals; a filter that lets none through neither', async () => {
  await plantList(upstream, 'cus_list', []);
  expect((await ask(`totals { ${SUMS} }`)).data.billingAccount.totals).toEqual([]);
  await plantList(upstream, 'cus_list', list.slice(0, 5));
  const { data, errors } = await ask(`totals(filter: { totalAtLeast: "999999" }) { ${SUMS} }`);
  expect([data.billingAccount.totals, errors]).toEqual([[], []]);
});

test('F40 an invoice that cannot be read is in no sum, and no sum is complete', async () => {
  await plantList(upstream, 'cus_list', list.slice(0, 6), {
    in_00001: { total: 'much' },
    in_00003: { amount_due: null },
    in_00005: { currency: 'nonsense' },
  });
  const { data, errors } = await ask(
    'totals { currency invoices complete total { decimal } amountDue { decimal } amountPaid { decimal } }',
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.totals).toEqual([
    {
      currency: 'EUR',
      invoices: 1,
      complete: false,
      total: { decimal: '10.02' },
      amountDue: { decimal: '10.02' },
      amountPaid: { decimal: '0.00' },
    },
    {
      currency: 'USD',
      invoices: 3,
      complete: false,
      total: { decimal: '30.07' },
      amountDue: null,
      amountPaid: { decimal: '0.00' },
    },
  ]);
});

test('F40 totals of several filters, of all, and a count are one walk, which the calls of one suffice for', async () => {
  const poor = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '3' });
  const fields = ['OPEN', 'PAID', 'VOID'].map(
    (status) => `${status}: totals(filter: { status: [${status}] }) { invoices complete }`,
  );
  const { data, errors } = await ask(
    `${fields.join(' ')} all: totals { invoices complete } invoices(first: 3, filter: { status: [DRAFT] }) { ${COUNT} }`,
    poor,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount).toEqual({
    OPEN: totalsOf('open'),
    PAID: totalsOf('paid'),
    VOID: totalsOf('void'),
    all: totalsOf(),
    invoices: { count: { value: 71, precision: 'EXACT' } },
  });
  expect(await upstream.paths()).toHaveLength(3);
  await poor.stop();
});

function totalsOf(status?: string): object[] {
  return ['eur', 'usd'].map((each) => {
    const invoices = list.filter(({ currency }) => currency === each);
    const counted = invoices.filter((invoice) => status === undefined || invoice.status === status);
    return { invoices: counted.length, complete: true };
  });
}

test('F40 where no invoice could be counted, that is an error and not an empty list', async () => {
  await plantList(upstream, 'cus_list', list.slice(0, 2), {
    in_00000: { total: 'much' },
    in_00001: { total: null },
  });
  const { data, errors } = await ask(`totals { ${SUMS} }`);
  expect(data).toEqual({ billingAccount: null });
  expect(errors.map(({ path, extensions }) => [path, extensions['code'], extensions['provider']])).toEqual([
    [['billingAccount', 'totals'], 'UPSTREAM_INVALID_RESPONSE', 'ALTOSTRAT'],
  ]);
});

test('F40 the budget makes sums of what was read, which say that they are not all', async () => {
  const poor = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '1' });
  const { data } = await ask('totals { currency invoices complete total { amountMinor } }', poor);
  const read = list.slice(0, 200);
  expect(data.billingAccount.totals).toEqual(
    ['eur', 'usd'].map((each) => {
      const invoices = read.filter(({ currency }) => currency === each);
      const total = { amountMinor: String(sumOf(invoices)) };
      return { currency: each.toUpperCase(), invoices: invoices.length, complete: false, total };
    }),
  );
  const { errors } = await ask(`totals(filter: { totalAtLeast: "1400" }) { ${SUMS} }`, poor);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['PAGINATION_TOO_DEEP']);
  await poor.stop();
});

test('F40 a fault on the way is told beside the sums so far; one at the beginning is the field that fails', async () => {
  await upstream.fault({
    match: { method: 'GET', path: 'after=in_00199' },
    fault: { kind: 'status', status: 400 },
  });
  const { data, errors } = await ask('totals { invoices complete }');
  expect(data.billingAccount.totals).toEqual([
    { invoices: 66, complete: false },
    { invoices: 134, complete: false },
  ]);
  expect(errors.map(({ path }) => path)).toEqual([['billingAccount', 'totals']]);
  await upstream.clearFaults();
  await upstream.fault({ match: { method: 'GET' }, fault: { kind: 'status', status: 400 } });
  const failed = await ask('totals { invoices complete }');
  expect(failed.data).toEqual({ billingAccount: null });
  expect(failed.errors.map(({ path }) => path)).toEqual([['billingAccount', 'totals']]);
});

test('F40 fractions of a minor unit and amounts past 2^53 are added exactly', async () => {
  await plantList(upstream, 'cus_list', list.slice(0, 4), {
    in_00000: { total: Number.MAX_SAFE_INTEGER },
    in_00001: { total: Number.MAX_SAFE_INTEGER },
    in_00002: { total: 7 },
    in_00003: { total: 0.25 },
  });
  const { data, errors } = await ask('totals { currency total { amountMinor decimal } }');
  expect(errors).toEqual([]);
  expect(data.billingAccount.totals).toEqual([
    { currency: 'EUR', total: { amountMinor: '7', decimal: '0.07' } },
    { currency: 'USD', total: { amountMinor: null, decimal: '180143985094819.8225' } },
  ]);
});

test('F40 NORTHFLANK: totals of what its lists state, in pages of 100', async () => {
  const rows = await fetchRows(upstream, 'team-n3');
  await upstream.forget();
  const { data, errors } = await askTeam(
    api,
    'team-n3',
    'totals { currency invoices complete amountDue { decimal } period { start end } } invoices(first: 1) { count { value precision } }',
  );
  expect(errors).toEqual([]);
  const { totals, invoices } = data.billingAccount;
  expect(invoices.count).toEqual({ value: rows.length, precision: 'EXACT' });
  expect(totals.map(({ invoices: count }: { invoices: number }) => count)).toEqual([rows.length]);
  expect(totals[0]).toMatchObject({ amountDue: null, complete: true });
  expect(await upstream.paths()).toHaveLength(Math.ceil(rows.length / 100));
});
