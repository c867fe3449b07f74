import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { askTeam, centsToMajor, type Team, type WireRow } from '../api/northflank-paging.js';
import { startApi, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** Northflank's own client reads the sandbox; its result and the graph's agree invoice by invoice. */

let upstream: Upstream;
let api: Api;
let client: ApiClient;

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url });
  const provider = new ApiClientInMemoryContextProvider();
  provider.addContext({ name: 'sandbox', token: 'sandbox-northflank', host: upstream.url });
  client = new ApiClient(provider, { throwErrorOnHttpErrorCode: true });
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
beforeEach(async () => upstream.reset());

interface Details {
  readonly period: { readonly start: number; readonly end: number };
  readonly total: number;
  readonly subTotal: number;
  readonly discount: number;
  readonly tax: { readonly value: number };
  readonly lineItems: readonly { readonly title: string; readonly total: number }[];
}

const scope = (team: Team) => (team === null ? {} : { parameters: { teamId: team } });

/** The client's types show one object where a list comes. */
async function listAll(team: Team): Promise<readonly WireRow[]> {
  const { data } = await client.list.invoices.all({ ...scope(team), options: { per_page: 100 } });
  return data.invoices as unknown as readonly WireRow[];
}

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const statusOf = (paid: boolean | undefined): string =>
  paid === undefined ? 'UNKNOWN' : paid ? 'PAID' : 'OPEN';

test.each([
  [null, 180],
  ['team-n1', 60],
  ['team-n2', 120],
  ['team-n3', 340],
  ['team-n3b', 75],
])('F60 the client lists all invoices of %s, and the graph has the same %i', async (team, count) => {
  const rows = await listAll(team);
  expect(rows).toHaveLength(count);
  const { data, errors } = await askTeam(
    api,
    team,
    'invoices(first: 400) { nodes { period { start end } total { decimal } status } }',
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toEqual(
    rows.map(({ period, total, paid }) => ({
      period: { start: instant(period.start), end: instant(period.end) },
      total: { decimal: centsToMajor(total) },
      status: statusOf(paid),
    })),
  );
});

test('F60 the client walks every page, whatever their size, and ends', async () => {
  const { data } = await client.list.invoices.all({ options: { per_page: 7 } });
  expect(data.invoices).toEqual(await listAll(null));
});

test('F60 the documented sample comes through the client as its list of one', async () => {
  expect(await listAll('team-sample')).toEqual([
    { period: { start: 1655823815, end: 1655910214 }, currency: 'usd', total: 1200, subTotal: 1000 },
  ]);
});

test.each([null, 'team-n2'])(
  'F60 the details that the client reads of %s are what the graph says',
  async (team) => {
    const rows = await listAll(team);
    // Where two invoices share a period, only the newest can be asked for.
    const starts = new Set(rows.map(({ period }) => period.start));
    const newest = [...starts]
      .slice(0, 5)
      .map((start) => rows.findIndex(({ period }) => period.start === start));
    const { data, errors } = await askTeam(
      api,
      team,
      `invoices(first: 10) { nodes { subtotal { decimal } discount { decimal } tax { decimal } total { decimal } lines { nodes { description amount { decimal } } } } }`,
    );
    expect(errors).toEqual([]);
    const money = (cents: number) => ({ decimal: centsToMajor(cents) });
    for (const index of newest) {
      const { start } = (rows[index] as WireRow).period;
      const answer = await client.get.invoice.details({ ...scope(team), options: { timestamp: start } });
      const details = answer.data as unknown as Details;
      expect(details.period).toEqual(rows[index]?.period);
      expect(data.billingAccount.invoices.nodes[index]).toEqual({
        subtotal: money(details.subTotal),
        discount: money(details.discount),
        tax: money(details.tax.value),
        total: money(details.total),
        lines: {
          nodes: details.lineItems.map(({ title, total }) => ({ description: title, amount: money(total) })),
        },
      });
    }
  },
);

test('F60 the preview that the client reads is the upcoming invoice of the graph', async () => {
  const preview = (await client.get.invoice.details({})).data as unknown as Details;
  const { data, errors } = await askTeam(
    api,
    null,
    'upcomingInvoice { period { start end } total { decimal } tax { decimal } }',
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.upcomingInvoice).toEqual({
    period: { start: instant(preview.period.start), end: instant(preview.period.end) },
    total: { decimal: centsToMajor(preview.total) },
    tax: { decimal: centsToMajor(preview.tax.value) },
  });
});

test('F60 a token that the provider refuses is refused through the client as well', async () => {
  const provider = new ApiClientInMemoryContextProvider();
  provider.addContext({ name: 'expired', token: 'sandbox-northflank-expired', host: upstream.url });
  const { error } = await new ApiClient(provider).list.invoices({});
  expect(error).toMatchObject({ status: 401, id: 'unauthorized' });
});
