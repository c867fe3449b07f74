import {
  askTeam,
  centsToMajor,
  fetchRows,
  GENERATIONS,
  majorText,
  type WireRow,
} from './northflank-paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Northflank's invoices as the provider states them, whichever of its contracts an account has. */

startSystem();
beforeEach(async () => upstream.reset());

const FIGURES =
  'invoiceId provider accountId currency status statusRaw period { start end } total { decimal currency }';
const SUBTOTAL = 'subtotal { decimal currency }';

async function readNodes(team: string | null, fields: string) {
  const { data, errors } = await askTeam(api, team, `invoices(first: 400) { nodes { ${fields} } }`);
  expect(errors).toEqual([]);
  return data.billingAccount.invoices.nodes as Record<string, unknown>[];
}

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

test('F36 the documented answer, value for value, without an hour invented', async () => {
  const nodes = await readNodes(
    'team-sample',
    `${FIGURES} ${SUBTOTAL} total { amountMinor exponent } createdAt dueAt number pdfUrl hostedInvoiceUrl amountDue { decimal }`,
  );
  expect(nodes).toEqual([
    {
      invoiceId: 'period.1655823815.1655910214.1200.0',
      provider: 'NORTHFLANK',
      accountId: 'team-sample',
      currency: 'USD',
      status: 'UNKNOWN',
      statusRaw: null,
      period: { start: '2022-06-21T15:03:35Z', end: '2022-06-22T15:03:34Z' },
      total: { decimal: '12.00', currency: 'USD', amountMinor: '1200', exponent: 2 },
      subtotal: { decimal: '10.00', currency: 'USD' },
      createdAt: null,
      dueAt: null,
      number: null,
      pdfUrl: null,
      hostedInvoiceUrl: null,
      amountDue: null,
    },
  ]);
  expect((Date.parse('2022-06-22T15:03:34Z') - Date.parse('2022-06-21T15:03:35Z')) / 1000).toBe(86_399);
});

function statusOf({ status, paid }: WireRow): string {
  if (status !== undefined) return status === 'payment_failed' ? 'UNKNOWN' : status.toUpperCase();
  return paid === undefined ? 'UNKNOWN' : paid ? 'PAID' : 'OPEN';
}

test.each([...GENERATIONS, ['N2', null, 180] as const])(
  'F36 every figure of the %s list of %s is what the provider says',
  async (generation, team, count) => {
    const rows = await fetchRows(upstream, team);
    const nodes = await readNodes(team, generation === 'N2' ? FIGURES : `${FIGURES} ${SUBTOTAL}`);
    const toMajor = generation === 'N4' ? majorText : centsToMajor;
    const money = (figure: number) => ({ decimal: toMajor(figure), currency: 'USD' });
    expect(rows).toHaveLength(count);
    expect(nodes).toEqual(
      rows.map((row) => ({
        invoiceId: row.id ?? expect.stringMatching(/^period\.\d+\.\d+\.\d+(_\d+)?\.0$/),
        provider: 'NORTHFLANK',
        accountId: team,
        currency: 'USD',
        status: statusOf(row),
        statusRaw: row.status ?? null,
        period: { start: instant(row.period.start), end: instant(row.period.end) },
        total: money(row.total),
        ...(generation === 'N2' ? {} : { subtotal: money(row.subTotal as number) }),
      })),
    );
    // The sandbox has what these figures are to be tested with.
    expect(rows.some(({ total }) => !Number.isInteger(total))).toBe(true);
  },
);
