import { accountField, acmeUs, readPage } from './paging.js';
import { codesOf, readPage as readTeamPage } from './northflank-paging.js';
import type { GraphqlAnswer } from '../support/api.js';
import { api, startSystem, upstream } from '../support/system.js';

/** A page is refused for its cursor where the answer says so, and never because it was asked for with one. */

let after: string;
/** What lies behind it. */
let following: readonly unknown[];
let teamAfter: string;

startSystem();
beforeAll(async () => {
  const { ids, cursors } = await readPage(api, acmeUs, 'first: 10');
  after = String(cursors[4]);
  following = ids.slice(5).map((invoiceId) => ({ invoiceId }));
  teamAfter = String((await readTeamPage(api, 'team-n3', 'first: 150')).cursors[119]);
});
beforeEach(async () => {
  await upstream.clearFaults();
  await upstream.forget();
});

async function askRefused(status: number, body?: object): Promise<GraphqlAnswer> {
  const fault = { kind: 'status' as const, status, ...(body && { body: body as Record<string, string> }) };
  await upstream.fault({ match: { path: 'after=' }, fault });
  return api.ask(
    `{ ${accountField(acmeUs)} { invoices(first: 5, after: "${after}") { nodes { invoiceId } } } }`,
  );
}

async function refusalOf(status: number, body?: object): Promise<unknown> {
  const { errors } = await askRefused(status, body);
  expect(await upstream.paths()).toHaveLength(1);
  return errors.map(({ extensions: { code, upstream: answered } }) => [
    code,
    (answered as { status: number }).status,
  ])[0];
}

test.each([
  [400, 'with a code and a parameter', { code: 'resource_missing', param: 'after' }],
  [400, "with Stripe's parameter", { error: { code: 'resource_missing', param: 'starting_after' } }],
  [400, 'with a code alone', { code: 'resource_missing' }],
  [400, 'that names the parameter', { code: 'parameter_invalid', param: 'after' }],
  [400, 'that speaks of the cursor', { message: 'The cursor is not valid.' }],
  [404, 'with a code', { code: 'resource_missing', message: "No such invoice: 'in_1'" }],
  [404, 'that speaks of an invoice', { message: 'No query results for model [App\\Models\\Invoice] in_1' }],
  [422, 'that names the field', { message: 'x', errors: { after: ['The selected after is invalid.'] } }],
])(
  'F11 %i %s is the fault of the cursor, whose invoice is looked for from the newest on',
  async (status, _how, body) => {
    const { data, errors } = await askRefused(status, body);
    expect([data.billingAccount.invoices.nodes, errors]).toEqual([following, []]);
    expect(await upstream.paths()).toHaveLength(2);
  },
);

test.each([400, 402, 405, 409, 410, 415, 422])(
  'F10 %i without a word is no fault of the cursor',
  async (status) => {
    expect(await refusalOf(status)).toEqual(['UPSTREAM_REJECTED', status]);
  },
);

test.each([402, 405, 409, 410, 415])(
  'F10 %i is no fault of the cursor, whatever code stands beside it',
  async (status) => {
    const body = { code: 'resource_missing', param: 'after' };
    expect(await refusalOf(status, body)).toEqual(['UPSTREAM_REJECTED', status]);
  },
);

test.each([
  [400, { code: 'resource_missing', param: 'customer' }, 'UPSTREAM_REJECTED'],
  [400, { code: 'testmode_charges_only', message: 'Ask again after the upgrade.' }, 'UPSTREAM_REJECTED'],
  [422, { message: 'x', errors: { limit: ['Too large.'] } }, 'UPSTREAM_REJECTED'],
  [404, { message: 'No query results for model [App\\Models\\Workspace] ws_acme' }, 'NOT_FOUND'],
  [404, {}, 'NOT_FOUND'],
  [403, { code: 'resource_missing', param: 'after' }, 'FORBIDDEN'],
])('F10 %i that is about something else, %j, is %s', async (status, body, code) => {
  expect(await refusalOf(status, body)).toEqual([code, status]);
});

test.each([400, 422])(
  "F08 Northflank's %i on a cursor's page: the list is searched from its head",
  async (status) => {
    await upstream.fault({ fault: { kind: 'status', status }, times: 1 });
    const { ids } = await readTeamPage(api, 'team-n3', `first: 3, after: "${teamAfter}"`);
    expect(ids).toHaveLength(3);
    expect(await upstream.paths()).toHaveLength(3);
  },
);

test.each([402, 405, 409, 410, 415])(
  "F08 Northflank's %i on a cursor's page is an error after one call, for no search can mend it",
  async (status) => {
    await upstream.fault({ fault: { kind: 'status', status }, times: 1 });
    expect(await codesOf(api, 'team-n3', `first: 3, after: "${teamAfter}"`)).toEqual(['UPSTREAM_REJECTED']);
    expect(await upstream.paths()).toHaveLength(1);
  },
);
