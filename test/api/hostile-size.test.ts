import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { startHostile, type HostileSetting } from '../support/hostile.js';
import { accountField } from '../support/invoice-row.js';
import type { GraphqlAnswer } from '../support/api.js';

/** Short words that would come back long: texts, answers and errors are bounded, whoever asks. */

let setting: HostileSetting;

beforeAll(async () => {
  setting = await startHostile();
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const account = accountField('cus_acme_us', 'ws_acme');

function aliases(count: number, field: string): string {
  return Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
}

async function askNobody(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer> {
  return setting.api.ask(query, { variables, token: null });
}

function refusal({ status, data, errors }: GraphqlAnswer): unknown[] {
  return [status, data, ...errors.map(({ message, extensions }) => [extensions['code'], message])];
}

const echo = (count: number): string =>
  `mutation ($i: PreviewInvoiceInput!) { ${aliases(count, 'previewInvoice(input: $i) { clientMutationId }')} }`;
const echoing = (length: number): Record<string, unknown> => ({
  i: { clientMutationId: 'x'.repeat(length) },
});

test('N01 a text of 1,024 characters comes back whole, one more is refused by name', async () => {
  const { data } = await askNobody(echo(1), echoing(1024));
  expect(data.a0.clientMutationId).toBe('x'.repeat(1024));
  expect(refusal(await askNobody(echo(1), echoing(1025)))).toEqual([
    400,
    undefined,
    ['BAD_USER_INPUT', 'Argument "input.clientMutationId": expected at most 1024 characters, got 1025.'],
  ]);
});

test('N01 150 aliases that echo 245 KB are refused in a sentence', async () => {
  const answer = await askNobody(echo(150), echoing(245_000));
  expect(answer.text.length).toBeLessThan(1000);
  expect(refusal(answer).slice(0, 2)).toEqual([400, undefined]);
});

test('N01 the same of a literal, in a list of inputs', async () => {
  const literal = `{ invoicePreviews(inputs: [{}, { clientMutationId: "${'x'.repeat(1025)}" }]) { clientMutationId } }`;
  expect(refusal(await askNobody(literal))[2]).toEqual([
    'BAD_USER_INPUT',
    'Argument "inputs.1.clientMutationId": expected at most 1024 characters, got 1025.',
  ]);
});

test('N01 an alias is a text that comes back, too', async () => {
  const query = (length: number): string => `{ ${'x'.repeat(length)}: __typename }`;
  expect((await askNobody(query(1024))).status).toBe(200);
  expect(refusal(await askNobody(query(1025)))[2]).toEqual([
    'BAD_USER_INPUT',
    expect.stringMatching(/^Alias "x+… \(1027 characters\): expected a name of at most 1024 characters/),
  ]);
});

test.each([
  [60, 64 * 1024, 200],
  [70, 64 * 1024, 400],
  [400, undefined, 400],
])('N01 %d repetitions of a KiB that no provider is asked for', async (count, bytes, expected) => {
  const query = `mutation ($i: PreviewInvoiceInput!) { previewInvoice(input: $i) { ${aliases(count, 'clientMutationId')} } }`;
  const requestBytes = JSON.stringify({ query, variables: echoing(1024) }).length + setting.api.path.length;
  const bytesMax = bytes ?? 20 * requestBytes;
  const answer = await askNobody(query, echoing(1024));
  expect([answer.status, answer.text.length <= bytesMax]).toEqual([expected, true]);
  const message = `The answer would be larger than ${bytesMax} bytes. Ask for less at a time.`;
  expect(answer.errors.map((error) => [error.extensions['code'], error.message])).toEqual(
    expected === 200 ? [] : [['QUERY_TOO_COSTLY', message]],
  );
});

test('N01 an answer that a provider has a part in is at most 10 MiB', async () => {
  const query = (fields: number): string =>
    `{ ${account} { invoices(first: 1000) { nodes { ${aliases(fields, 'id')} } } } }`;
  const whole = await setting.api.ask(query(80));
  expect([whole.status, whole.errors, whole.text.length > 1024 * 1024]).toEqual([200, [], true]);
  expect(refusal(await setting.api.ask(query(200)))).toEqual([
    400,
    undefined,
    ['QUERY_TOO_COSTLY', 'The answer would be larger than 10485760 bytes. Ask for less at a time.'],
  ]);
});

test('N03 a locale is at most 35 characters; what is none is refused at each amount', async () => {
  const query = `query ($l: String) { ${account} { invoices(first: 2) { nodes { number total { formatted(locale: $l) } } } } }`;
  const codes = async (l: string): Promise<unknown> => {
    const { data, errors } = await setting.api.ask(query, { variables: { l } });
    const { nodes } = data.billingAccount.invoices;
    return nodes.map(({ total }: { total: unknown }, index: number) => total ?? errors[index]?.message);
  };
  const expected = 'Argument "locale": expected a BCP 47 language tag such as "en-US", got';
  const longest = 'de-DE-x-abcdefgh-abcdefgh-abcdefghi'.replace('ghi', 'g-h');
  expect(longest).toHaveLength(35);
  expect(await codes(longest)).toEqual([expect.any(Object), expect.any(Object)]);
  const tooLong = `${expected} "${longest}" and more characters.`;
  expect(await codes(`${longest}i`)).toEqual([tooLong, tooLong]);
  expect(await codes('no such locale')).toEqual(Array(2).fill(`${expected} "no such locale".`));
  const { status, errors } = await setting.api.ask(query, { variables: { l: 'x'.repeat(180_000) } });
  expect([status, errors.map(({ message }) => message)]).toEqual([
    400,
    ['Argument "locale": expected at most 1024 characters, got 180000.'],
  ]);
});

test('N04 of 1,000 errors the first 100 are given, then one that says so', async () => {
  const query = `{ ${account} { invoices(first: 1000) { nodes { total { formatted(locale: "?") } } } } }`;
  const { status, data, errors } = await setting.api.ask(query);
  expect([status, data.billingAccount.invoices.nodes.length, errors.length]).toEqual([200, 1000, 101]);
  expect(errors.slice(0, 100).every(({ extensions }) => extensions['code'] === 'BAD_USER_INPUT')).toBe(true);
  expect(errors[100]).toEqual({
    message: '900 more errors were left out: an answer holds at most 100.',
    extensions: {
      code: 'QUERY_TOO_COSTLY',
      retryable: false,
      correlationId: errors[0]?.extensions['correlationId'],
    },
  });
  const hundred = await setting.api.ask(query.replace('1000', '100'));
  expect(hundred.errors).toHaveLength(100);
});

test('N04 an error names at most 10 of the places where its field stands', async () => {
  const fields = Array(30).fill('formatted(locale: "?")').join(' ');
  const { errors } = await setting.api.ask(
    `{ ${account} { invoices(first: 1) { nodes { total { ${fields} } } } } }`,
  );
  expect(errors.map((error) => (error as { locations?: unknown[] }).locations?.length)).toEqual([10]);
});

const undefinedVariables = Array.from(
  { length: 150 },
  (_, index) => `a${index}: node(id: $v${index}) { id }`,
);

test.each([
  ['undefined variables', `{ ${undefinedVariables.join(' ')} }`],
  ['unknown fields', `{ ${aliases(600, 'nothing')} }`],
])('D16 hundreds of %s are at most 10 errors in 4 KB', async (_what, query) => {
  const { status, errors, text } = await askNobody(query);
  expect([status, errors.length, errors[9]?.message]).toEqual([
    400,
    10,
    'Too many validation errors, error limit reached. Validation aborted.',
  ]);
  expect(text.length).toBeLessThan(4096);
});

test('D15 a document has at most 2,000 lines, by POST and by GET', async () => {
  const query = (lines: number): string => `{${'\n'.repeat(lines - 1)}__typename }`;
  expect((await askNobody(query(2000))).data).toEqual({ __typename: 'Query' });
  const refused = await askNobody(query(2001));
  expect(refusal(refused)).toEqual([
    400,
    undefined,
    ['BAD_USER_INPUT', 'The document has more than 2000 lines.'],
  ]);
  expect(refused.errors[0]?.extensions['correlationId']).toBe(refused.headers.get('x-request-id'));
  const url = `${setting.api.url}/graphql?query=${encodeURIComponent(query(2001))}`;
  const got = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
  expect([got.status, await got.text()]).toEqual([400, expect.stringContaining('more than 2000 lines')]);
});

test('N15 introspection is counted like any list: once is served, many times are not', async () => {
  const once = '__schema { types { name description fields { name description args { name } } } }';
  const served = await askNobody(`{ ${once} }`);
  expect([served.status, served.errors]).toEqual([200, []]);
  for (const query of [
    `{ ${aliases(100, once)} }`,
    `{ __type(name: "Invoice") { fields { type { fields { args { ${aliases(480, 'description')} } } } } } }`,
    `{ __schema { types { fields { ${aliases(500, 'description')} } } } }`,
  ]) {
    expect(refusal(await askNobody(query))[2]).toEqual([
      'QUERY_TOO_COSTLY',
      'The answer could hold more than 250000 fields. Ask for smaller pages, or fewer within each other.',
    ]);
  }
});

test.each([
  {},
  {
    inputValueDeprecation: true,
    schemaDescription: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    oneOf: true,
  },
])('N15 what tools ask of the whole schema is served: %j', async (options) => {
  const served = await askNobody(getIntrospectionQuery(options));
  expect([served.status, served.errors]).toEqual([200, []]);
  expect(buildClientSchema(served.data as IntrospectionQuery).getQueryType()?.name).toBe('Query');
});

test('N04 40 aliases of every description are more than the graph has to say', async () => {
  const query = `{ __schema { types { fields { ${aliases(40, 'description')} } } } }`;
  expect(refusal(await askNobody(query))[2]).toEqual([
    'QUERY_TOO_COSTLY',
    'The answer would be larger than 262144 bytes. Ask for less at a time.',
  ]);
});

test('N04 a field that waits for a call counts as four', async () => {
  const page = (count: number): string =>
    `{ ${account} { invoices(first: 1000) { nodes { billingAccount { ${aliases(count, 'name')} } } } } }`;
  expect(refusal(await setting.api.ask(page(63)))[2]).toEqual([
    'QUERY_TOO_COSTLY',
    expect.stringContaining('more than 250000 fields'),
  ]);
  expect(await setting.upstream.paths()).toEqual([]);
});

test('T19 a wrong argument does not hide what stands beside it', async () => {
  const pages = 'invoices(first: 300) { nodes { billingAccount { invoices(first: 900) { nodes { id } } } } }';
  const query = `query ($id: ID = "x") { node(id: $id) { id } ${account} { ${pages} } }`;
  const { errors } = await setting.api.ask(query, { variables: { id: null } });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['QUERY_TOO_COSTLY']);
  expect(await setting.upstream.paths()).toEqual([]);
});
