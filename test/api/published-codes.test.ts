import { readFile } from 'node:fs/promises';
import { errorCodes, sharedErrorCodes } from '../../src/errors/error-codes.js';
import { accountField } from '../support/invoice-row.js';
import { exchange, exchangeOne, postHead } from '../support/raw-http.js';
import { api, startSystem } from '../support/system.js';

/** Codes of requests that never came to be executed, gathered from everything that refuses one, against what is published. */

startSystem();

const PAGE = new URL('../../docs/answers.md', import.meta.url);
const TYPE = { 'content-type': 'application/json' };

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

async function codesOf({
  method = 'POST',
  path = '/graphql',
  body,
  headers = TYPE,
}: Asked): Promise<readonly unknown[]> {
  const response = await fetch(`${api.url}${path}`, { method, headers, body: body ?? null });
  return codesIn(await response.text());
}

function codesIn(text: string): readonly unknown[] {
  const { errors } = JSON.parse(text) as { errors: { extensions: Record<string, unknown> }[] };
  expect(errors.length).toBeGreaterThan(0);
  for (const { extensions } of errors) {
    expect(Object.keys(extensions)).toEqual(expect.arrayContaining(['code', 'retryable', 'correlationId']));
  }
  return errors.map(({ extensions }) => extensions['code']);
}

const ask = (query: string, more: object = {}): Asked => ({ body: JSON.stringify({ query, ...more }) });
const preflight = { 'apollo-require-preflight': 'true' };
const byGet = (query: string, headers: Record<string, string>): Asked => ({
  method: 'GET',
  path: `/graphql?${new URLSearchParams({ query }).toString()}`,
  headers,
});
const TOO_LARGE = `{ ${accountField('cus_acme_us', 'ws_acme')} {
  invoices(first: 1000) { nodes { billingAccount { invoices(first: 1000) { nodes { id } } } } } } }`;
const hash = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };

test.each<[string, Asked, readonly string[]]>([
  ['a broken document', ask('{'), ['GRAPHQL_PARSE_FAILED']],
  ['too many tokens', ask(`{ ${'a '.repeat(3000)} }`), ['GRAPHQL_PARSE_FAILED']],
  ['too much nesting', ask('['.repeat(1990)), ['GRAPHQL_PARSE_FAILED']],
  ['an unknown field', ask('{ nothing }'), ['GRAPHQL_VALIDATION_FAILED']],
  [
    'an unknown operation',
    ask('query A { __typename }', { operationName: 'B' }),
    ['OPERATION_RESOLUTION_FAILURE'],
  ],
  ['two operations', ask('query A { __typename } query B { __typename }'), ['OPERATION_RESOLUTION_FAILURE']],
  [
    'a subscription that is to be answered at once',
    ask('subscription { invoiceChanged(accountIds: []) { cause } }'),
    ['BAD_REQUEST'],
  ],
  ['a mutation by GET', byGet('mutation { __typename }', preflight), ['BAD_REQUEST']],
  ['GET without the header', byGet('{ __typename }', {}), ['BAD_REQUEST']],
  ['no query', { body: '{}' }, ['BAD_REQUEST']],
  ['variables that are none', ask('{ __typename }', { variables: 'a' }), ['BAD_REQUEST']],
  ['a batch', { body: '[{"query":"{ __typename }"}]' }, ['BAD_REQUEST']],
  ['a hash alone', { body: JSON.stringify({ extensions: hash }) }, ['PERSISTED_QUERY_NOT_SUPPORTED']],
  ['a variable of a wrong type', ask('query ($a: ID!) { node(id: $a) { id } }'), ['BAD_USER_INPUT']],
  ['an id that is none', ask('{ node(id: "x") { id } }'), ['BAD_USER_INPUT']],
  ['an answer too large', ask(TOO_LARGE), ['QUERY_TOO_COSTLY']],
  [
    'a credential that is none',
    { ...ask('{ __typename }'), headers: { ...TYPE, authorization: 'x' } },
    ['UNAUTHENTICATED'],
  ],
  ['broken JSON', { body: '{' }, ['BAD_REQUEST']],
  ['a forbidden key', { body: '{"__proto__":{}}' }, ['BAD_REQUEST']],
  [
    'another type',
    { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ['BAD_REQUEST'],
  ],
  ['another coding', { body: 'a', headers: { ...TYPE, 'content-encoding': 'br' } }, ['BAD_REQUEST']],
  ['a large body', { body: ' '.repeat(262_145) }, ['BAD_REQUEST']],
  [
    'an answer of another type',
    { ...ask('{ __typename }'), headers: { ...TYPE, accept: 'image/png' } },
    ['BAD_REQUEST'],
  ],
  ['another method', { method: 'PUT', body: '{}' }, ['BAD_REQUEST']],
  ['another address', { path: '/nothing', body: '{}' }, ['BAD_REQUEST']],
])('F29 %s is answered with a code that is published', async (_what, asked, expected) => {
  const codes = await codesOf(asked);
  expect(codes).toEqual(expected);
  for (const code of codes) expect([...Object.keys(errorCodes), ...sharedErrorCodes]).toContain(code);
});

test('F29 what HTTP itself refuses has a code that is published', async () => {
  for (const bytes of ['x\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', postHead(300_000)]) {
    const { text } = await exchangeOne(api.url, bytes);
    expect(codesIn(text)).toEqual(['BAD_REQUEST']);
  }
  const [answer] = await exchange(
    api.url,
    `GET /healthz HTTP/1.1\r\nHost: a\r\na: ${'b'.repeat(20_000)}\r\n\r\n`,
  );
  expect(codesIn(answer?.text ?? '')).toEqual(['BAD_REQUEST']);
});

test('F29 docs/answers.md names every code that GraphQL servers share', async () => {
  const text = await readFile(PAGE, 'utf8');
  for (const code of sharedErrorCodes) expect(text).toContain(`\`${code}\``);
});
