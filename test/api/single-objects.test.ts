import { askTeam } from './northflank-paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** One object is what was asked for only where it says so: anything else that comes with 200 is no answer. */

startSystem();
beforeEach(async () => upstream.reset());

const eu = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_eu")';
const invoice = { id: 'in_1', customer_id: 'cus_acme_eu', currency: 'eur', total: 1 };

const strangers: readonly (readonly [string, object])[] = [
  ['nothing', {}],
  ['a message', { message: 'Come back later.' }],
  ['an envelope', { data: { ...invoice, id: 'cus_acme_eu', workspace_id: 'ws_acme', name: 'Acme' } }],
  ['a null id', { id: null, customer_id: null, total: null }],
];

async function answerWith(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await upstream.fault({ match: { path }, fault: { kind: 'raw', headers, body: JSON.stringify(body) } });
}

async function expectInvalid(field: string, provider: string): Promise<void> {
  const { data, errors } = await api.ask(`{ answer: ${field} }`, {
    headers: { 'northflank-authorization': 'Bearer sandbox-northflank' },
  });
  expect(Object.values(data.answer as object)).toEqual([null]);
  expect(errors.map(({ extensions }) => [extensions['code'], extensions['provider']])).toEqual([
    ['UPSTREAM_INVALID_RESPONSE', provider],
  ]);
}

test.each(strangers)('F38 %s is no account', async (_what, body) => {
  await answerWith('cus_acme_eu', body);
  await expectInvalid(`${eu} { name }`, 'ALTOSTRAT');
});

test.each(strangers)('F38 %s is no workspace', async (_what, body) => {
  await answerWith('ws_acme', body);
  await expectInvalid('workspace(id: "ws_acme") { billingMode }', 'ALTOSTRAT');
});

test.each(strangers)('F45 %s is no upcoming invoice', async (_what, body) => {
  await answerWith('/invoices/preview', body);
  await expectInvalid(`${eu} { upcomingInvoice { total { decimal } } }`, 'ALTOSTRAT');
});

test('F45 a preview needs no id and no customer to be one', async () => {
  await answerWith('/invoices/preview', { currency: 'eur', total: 1, status: 'paid' });
  const { data, errors } = await api.ask(`{ ${eu} { upcomingInvoice { status total { decimal } } } }`);
  expect(errors).toEqual([]);
  expect(data.billingAccount.upcomingInvoice).toEqual({ status: 'PAID', total: { decimal: '0.01' } });
});

test.each([
  ['nothing', {}],
  ['a message', { message: 'Come back later.' }],
  ['an envelope in the envelope', { data: { period: { start: 1, end: 2 }, total: 1 } }],
])("F45 %s is no preview of Northflank's", async (_what, data) => {
  await answerWith('/invoices/details', { data });
  await expectInvalid(
    'billingAccount(provider: NORTHFLANK, accountId: "team-n2") { upcomingInvoice { total { decimal } } }',
    'NORTHFLANK',
  );
});

test.each([
  ['nothing', {}],
  ['an envelope in the envelope', { data: { id: 'A-1', lineItems: [] } }],
])('F38 %s is no invoice: its details are errors, never null', async (_what, body) => {
  const row = { id: 'A-1', period: { start: 1, end: 2 }, currency: 'usd', paasUsage: {}, total: 5 };
  await upstream.control('PATCH', '/northflank/team-n3', { invoices: [row] });
  await answerWith('/invoices/A-1', { data: body });
  const { data, errors } = await askTeam(
    api,
    'team-n3',
    'invoices { nodes { total { decimal } tax { decimal } } }',
  );
  expect(data.billingAccount.invoices.nodes).toEqual([{ total: { decimal: '0.05' }, tax: null }]);
  expect(errors.map(({ path, extensions }) => [path?.at(-1), extensions['code']])).toEqual([
    ['tax', 'UPSTREAM_INVALID_RESPONSE'],
  ]);
});
