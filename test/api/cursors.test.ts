import { startApi, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { accountField, acmeUs, globex, readPage, type TestAccount } from './paging.js';

/** A cursor is of one list; any other text is refused before the provider hears of it. */

const acmeEu: TestAccount = { workspaceId: 'ws_acme', accountId: 'cus_acme_eu' };

let upstream: Upstream;
let api: Api;
let cursor: string;

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url });
  cursor = String((await readPage(api, acmeUs, 'first: 5')).cursors[4]);
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
beforeEach(async () => upstream.forget());

async function expectRefusal(query: string, argument: string): Promise<void> {
  const { errors } = await api.ask(query);
  expect(errors.map(({ message, extensions }) => [extensions['code'], message])).toEqual([
    [
      'INVALID_CURSOR',
      `Argument "${argument}": expected a cursor that this list gave out. It is damaged or belongs to another list.`,
    ],
  ]);
  expect(await upstream.paths()).toEqual([]);
}

function invoices(account: TestAccount, paging: string): string {
  return `{ ${accountField(account)} { invoices(${paging}) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } } }`;
}

test("F10 another account's cursor is refused, in either direction and for an empty page", async () => {
  for (const account of [acmeEu, globex]) {
    await expectRefusal(invoices(account, `first: 5, after: "${cursor}"`), 'after');
    await expectRefusal(invoices(account, `first: 0, after: "${cursor}"`), 'after');
    await expectRefusal(invoices(account, `last: 5, before: "${cursor}"`), 'before');
  }
});

test("F10 another connection's cursor is refused", async () => {
  const subscriptions = `{ ${accountField(acmeUs)} { subscriptions(first: 5, after: "${cursor}") { nodes { status } } } }`;
  await expectRefusal(subscriptions, 'after');
  await expectRefusal(
    `{ workspace(id: "ws_acme") { billingAccounts(last: 5, before: "${cursor}") { nodes { id } } } }`,
    'before',
  );
  const { data } = await api.ask(`{ ${accountField(acmeUs)} { subscriptions { edges { cursor } } } }`);
  await upstream.forget();
  const other = String(data.billingAccount.subscriptions.edges[0].cursor);
  await expectRefusal(invoices(acmeUs, `after: "${other}"`), 'after');
});

test("F10 the cursor of a line is no cursor of another invoice's lines", async () => {
  const lines = 'nodes { invoiceId lines(first: 1) { edges { cursor } } }';
  const { data } = await api.ask(`{ ${accountField(acmeUs)} { invoices(first: 1) { ${lines} } } }`);
  const line = String(data.billingAccount.invoices.nodes[0].lines.edges[0].cursor);
  const { data: answer, errors } = await api.ask(
    `{ ${accountField(acmeUs)} { invoices(first: 2) { nodes { lines(after: "${line}") { nodes { amount { decimal } } } } } } }`,
  );
  expect(answer.billingAccount.invoices.nodes[0].lines).not.toBeNull();
  expect(errors.map(({ path, extensions }) => [extensions['code'], path])).toEqual([
    ['INVALID_CURSOR', ['billingAccount', 'invoices', 'nodes', 1, 'lines']],
  ]);
});

test('F10 a cursor damaged by one character is refused at every position, without a call', async () => {
  const damaged = [...cursor].map(
    (letter, at) => cursor.slice(0, at) + (letter === 'A' ? 'B' : 'A') + cursor.slice(at + 1),
  );
  const aliases = damaged.map(
    (text, at) => `p${at}: ${accountField(acmeUs)} { invoices(after: "${text}") { nodes { id } } }`,
  );
  // Documents are bounded, so the positions are asked for in portions.
  for (let start = 0; start < aliases.length; start += 20) {
    const { errors } = await api.ask(`{ ${aliases.slice(start, start + 20).join(' ')} }`);
    const refused = aliases
      .slice(start, start + 20)
      .map((_, index) => ['INVALID_CURSOR', `p${start + index}`]);
    expect(errors.map(({ extensions, path }) => [extensions['code'], path?.[0]])).toEqual(refused);
  }
  expect(await upstream.paths()).toEqual([]);
});

test.each([
  ['nothing', ''],
  ["the provider's own id", 'in_acme_us_001196'],
  ['padding', 'CURSOR='],
  ['a lost end', 'CURSO'],
  ['text of another alphabet', 'Grüße'],
  ['a kilobyte', 'A'.repeat(1024)],
])('F10 %s is no cursor', async (_, text) => {
  const given = text.replace('CURSOR', cursor).replace('CURSO', cursor.slice(0, -1));
  await expectRefusal(invoices(acmeUs, `first: 5, after: "${given}"`), 'after');
});

test('F10 a cursor grants nothing: the provider authorises every read', async () => {
  const paging = `invoices(first: 5, after: "${cursor}") { nodes { id } }`;
  const { errors } = await api.ask(`{ ${accountField(acmeUs)} { ${paging} } }`, {
    token: 'sandbox-altostrat-initech',
  });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
});
