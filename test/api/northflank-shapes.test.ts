import { askTeam } from './northflank-paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Which contract a row follows, and where it stands, are told by its shape and its words, never by a figure. */

startSystem();
beforeEach(async () => upstream.reset());

const period = { start: 1655823815, end: 1655910214 };

async function readNodes(team: string, fields: string) {
  const { data, errors } = await askTeam(api, team, `invoices { nodes { ${fields} } }`);
  expect(errors).toEqual([]);
  return data.billingAccount.invoices.nodes as Record<string, unknown>[];
}

async function plant(team: string, invoices: readonly object[], more: object = {}): Promise<void> {
  await upstream.control('PATCH', `/northflank/${team}`, { invoices, ...more });
}

test('F34 paid true, false, missing and of a wrong type are PAID, OPEN, UNKNOWN and UNKNOWN', async () => {
  const paids = [{ paid: true }, { paid: false }, {}, { paid: null }, { paid: 'true' }, { paid: 1 }];
  await plant(
    'team-n2',
    paids.map((paid, index) => ({ period, total: 100 + index, ...paid })),
  );
  const nodes = await readNodes('team-n2', 'status statusRaw');
  expect(nodes.map(({ status }) => status)).toEqual(['PAID', 'OPEN', ...Array<string>(4).fill('UNKNOWN')]);
  expect(nodes.every(({ statusRaw }) => statusRaw === null)).toBe(true);
});

test("F34 the newest contract's words are mapped, and the rest are UNKNOWN beside the word itself", async () => {
  const words = [
    'open',
    'paid',
    'uncollectible',
    'void',
    'draft',
    'payment_failed',
    'carried_over',
    'toString',
    '',
  ];
  await plant(
    'team-n4',
    words.map((status, index) => ({ id: `A-${index}`, period, currency: 'usd', status })),
  );
  const nodes = await readNodes('team-n4', 'status statusRaw');
  expect(nodes).toEqual(
    words.map((statusRaw, index) => ({
      statusRaw,
      status: index < 5 ? statusRaw.toUpperCase() : 'UNKNOWN',
    })),
  );
});

test('F36 the unit is told by the shape of each row, never by its figure, also side by side in one answer', async () => {
  await plant('team-n4', [
    { id: 'A-1', period, currency: 'usd', status: 'paid', total: 1200 },
    { id: 'A-2', period, currency: 'usd', paasUsage: {}, total: 1200 },
    { id: 'A-3', period, currency: 'usd', byocUsage: {}, total: 12.5 },
    { id: 'A-4', period, currency: 'usd', paas: {}, total: 0.061 },
    { period, currency: 'eur', total: 1200 },
    { period, total: 1201 },
    { period, currency: 'jpy', total: 1200 },
  ]);
  const nodes = await readNodes('team-n4', 'total { decimal currency }');
  expect(nodes.map(({ total }) => total)).toEqual([
    { decimal: '1200.00', currency: 'USD' },
    { decimal: '12.00', currency: 'USD' },
    { decimal: '0.125', currency: 'USD' },
    { decimal: '0.061', currency: 'USD' },
    { decimal: '12.00', currency: 'EUR' },
    { decimal: '12.01', currency: 'USD' },
    { decimal: '1200', currency: 'JPY' },
  ]);
});

test('F36 a row of no known shape, and one without its currency, have no figure but an error, and neighbours stand', async () => {
  await plant('team-n3', [
    { id: 'A-1', period, currency: 'usd', total: 1200 },
    { id: 'A-2', period, paasUsage: {}, total: 1200 },
    { id: 'A-3', period, currency: 'usd', paasUsage: {}, total: 1200 },
  ]);
  const { data, errors } = await askTeam(
    api,
    'team-n3',
    'invoices { nodes { invoiceId currency total { decimal } } }',
  );
  expect(data.billingAccount.invoices.nodes).toEqual([
    { invoiceId: 'A-1', currency: 'USD', total: null },
    { invoiceId: 'A-2', currency: null, total: null },
    { invoiceId: 'A-3', currency: 'USD', total: { decimal: '12.00' } },
  ]);
  expect(errors.map(({ path, extensions }) => [path?.at(-2), path?.at(-1), extensions['code']])).toEqual([
    [0, 'total', 'UPSTREAM_INVALID_RESPONSE'],
    [1, 'total', 'UPSTREAM_INVALID_RESPONSE'],
  ]);
});

test('F34 one bare object where a list belongs is a list of one; none at all is an empty one', async () => {
  await plant('team-object', [{ period, currency: 'usd', total: 5 }], { form: 'object' });
  expect(await readNodes('team-object', 'total { decimal }')).toEqual([{ total: { decimal: '0.05' } }]);
  await plant('team-object', []);
  expect(await readNodes('team-object', 'total { decimal }')).toEqual([]);
  expect(await readNodes('team-empty', 'total { decimal }')).toEqual([]);
});
