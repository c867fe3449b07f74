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
  readonly discount?: number;
  readonly tax: { readonly value: number };
  readonly lineItems?: readonly { readonly title: string; readonly total: number }[];
}

const scope = (team: Team) => (team === null ? {} : { parameters: { teamId: team } });

/** The client's types show one object where a list comes. */
async function listAll(team: Team): Promise<readonly WireRow[]> {
  const { data } = await client.list.invoices.all({ ...scope(team), options: { per_page: 100 } });
  return data.invoices as unknown as readonly WireRow[];
}

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const STATUSES = ['OPEN', 'PAID', 'UNCOLLECTIBLE', 'VOID'];

/** The newest contract has a word for it, the others at most whether it was paid. */
function statusOf({ paid, status }: WireRow): string {
  if (status === undefined) return paid === undefined ? 'UNKNOWN' : paid ? 'PAID' : 'OPEN';
  return STATUSES.includes(status.toUpperCase()) ? status.toUpperCase() : 'UNKNOWN';
}

/** The newest contract states major units, the others cents. */
function majorOf({ total, status }: WireRow): string {
  if (status === undefined) return centsToMajor(total);
  const [whole, fraction = ''] = String(total).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

test.each([
  [null, 180],
  ['team-n1', 60],
  ['team-n2', 120],
  ['team-n3', 340],
  ['team-n3b', 75],
  ['team-n4', 210],
])('F60 the client lists all invoices of %s, and the graph has the same %i', async (team, count) => {
  const rows = await listAll(team);
  expect(rows).toHaveLength(count);
  const { data, errors } = await askTeam(
    api,
    team,
    'invoices(first: 400) { nodes { invoiceId hasDerivedId currency period { start end } total { decimal } status } }',
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toEqual(
    rows.map((row) => ({
      invoiceId: row.id ?? expect.stringMatching(/^period\./),
      hasDerivedId: row.id === undefined,
      currency: 'USD',
      period: { start: instant(row.period.start), end: instant(row.period.end) },
      total: { decimal: majorOf(row) },
      status: statusOf(row),
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

const detailFields =
  'subtotal { decimal } discount { decimal } tax { decimal } lines { nodes { description amount { decimal } } }';

/** All invoices of the account with their details, in as many operations as the call budget makes of them. */
async function readDetails(team: Team): Promise<object[]> {
  const nodes: object[] = [];
  for (let after = ''; ;) {
    const { data, errors } = await askTeam(
      api,
      team,
      `invoices(first: 100${after}) { nodes { ${detailFields} } pageInfo { hasNextPage endCursor } }`,
    );
    expect(errors).toEqual([]);
    const page = data.billingAccount.invoices;
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = `, after: "${page.pageInfo.endCursor}"`;
  }
}

test.each([
  [null, 180, 120],
  ['team-n1', 60, 40],
  ['team-n2', 120, 80],
])(
  'F60 the details that the client reads of each invoice of %s are what the graph says',
  async (team, count, detailed) => {
    const rows = await listAll(team);
    const nodes = await readDetails(team);
    expect(nodes).toHaveLength(count);
    const money = (cents: number | undefined) =>
      cents === undefined ? null : { decimal: centsToMajor(cents) };
    let shown = 0;
    for (const [index, row] of rows.entries()) {
      const { period, total } = row;
      const answer = await client.get.invoice.details({
        ...scope(team),
        options: { timestamp: period.start },
      });
      const details = answer.data as unknown as Details;
      const alike = rows.filter((other) => other.total === total && other.period.start === period.start);
      // A moment names one of the invoices that share it; the others, and those it does not tell from it, have no details.
      const isAnswered = details.total === total && alike.length === 1;
      shown += isAnswered ? 1 : 0;
      expect(nodes[index]).toEqual({
        subtotal: money(isAnswered ? details.subTotal : row.subTotal),
        discount: isAnswered ? money(details.discount) : null,
        tax: isAnswered ? money(details.tax.value) : null,
        lines:
          isAnswered && details.lineItems
            ? {
                nodes: details.lineItems.map(({ title, total }) => ({
                  description: title,
                  amount: money(total),
                })),
              }
            : null,
      });
    }
    expect(shown).toBe(detailed);
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
