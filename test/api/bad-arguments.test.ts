import { accountField, acmeUs } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Every connection refuses the same bad arguments, with the same code and words, before any upstream call. */

startSystem();
beforeEach(async () => upstream.forget());

const FIRST = 'Argument "first": expected a number from 0 to 1000, got';
const LAST = 'Argument "last": expected a number from 0 to 1000, got';
const BOTH = 'Arguments "first" and "last": expected one of them, got both.';
const DIRECTIONS = 'Page forward with first/after, backward with last/before.';
const BEFORE = `Argument "before": expected beside "last" alone. ${DIRECTIONS}`;
const AFTER = `Argument "after": expected beside "first" alone. ${DIRECTIONS}`;

const mistakes: [string, string][] = [
  ['first: -1', `${FIRST} -1.`],
  ['first: 1001', `${FIRST} 1001.`],
  ['last: -1', `${LAST} -1.`],
  ['last: 1001', `${LAST} 1001.`],
  ['first: 2147483647', `${FIRST} 2147483647.`],
  ['first: 1, last: 1', BOTH],
  ['first: 0, last: 0', BOTH],
  ['first: 1, before: "x"', BEFORE],
  ['before: "x"', BEFORE],
  ['first: null, before: "x"', BEFORE],
  ['last: 1, after: "x"', AFTER],
  ['last: 1, after: "x", before: "x"', AFTER],
];

const account = accountField(acmeUs);
const connections: [string, (paging: string) => string, string[]][] = [
  [
    'invoices',
    (paging) => `{ ${account} { c: invoices(${paging}) { nodes { id } } } }`,
    ['billingAccount', 'c'],
  ],
  [
    'subscriptions',
    (paging) => `{ ${account} { c: subscriptions(${paging}) { nodes { status } } } }`,
    ['billingAccount', 'c'],
  ],
  [
    'billingAccounts',
    (paging) => `{ workspace(id: "ws_acme") { c: billingAccounts(${paging}) { nodes { id } } } }`,
    ['workspace', 'c'],
  ],
];

const cases = connections.flatMap(([name, toQuery, path]) =>
  mistakes.map(([paging, message]) => ({ name, paging, query: toQuery(paging), path, message })),
);

test.each(cases)('F06 $name($paging)', async ({ query, path, message }) => {
  const { data, errors } = await api.ask(query);
  expect(errors).toEqual([
    expect.objectContaining({
      message,
      path,
      extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', retryable: false }),
    }),
  ]);
  expect(data).toEqual({ [String(path[0])]: null });
  expect(await upstream.paths()).toEqual([]);
});

test.each(mistakes)('F06 lines(%s)', async (paging, message) => {
  const { data, errors } = await api.ask(
    `{ ${account} { invoices(first: 2) { nodes { invoiceId lines(${paging}) { nodes { amount { decimal } } } } } } }`,
  );
  // Lines come with their invoice, so the arguments are only met once there is one.
  expect(await upstream.paths()).toHaveLength(1);
  expect(errors.map((error) => [error.message, error.extensions['code'], error.path])).toEqual(
    [0, 1].map((index) => [
      message,
      'BAD_USER_INPUT',
      ['billingAccount', 'invoices', 'nodes', index, 'lines'],
    ]),
  );
  expect(data.billingAccount.invoices.nodes).toEqual([
    { invoiceId: 'in_acme_us_001200', lines: null },
    { invoiceId: 'in_acme_us_001199', lines: null },
  ]);
});

test('F06 without a credential, a bad argument is still what the error names', async () => {
  const { errors } = await api.ask(`{ ${account} { invoices(first: -1) { nodes { id } } } }`, {
    token: null,
  });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
});

test.each([
  ['no number', 'first: "1"', 'GRAPHQL_VALIDATION_FAILED'],
  ['a fraction', 'first: 1.5', 'GRAPHQL_VALIDATION_FAILED'],
  ['a number past 32 bits', 'first: 2147483648', 'GRAPHQL_VALIDATION_FAILED'],
])('F06 %s is refused before anything is resolved', async (_, paging, code) => {
  const { errors } = await api.ask(`{ ${account} { invoices(${paging}) { nodes { id } } } }`);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
  expect(await upstream.paths()).toEqual([]);
});
