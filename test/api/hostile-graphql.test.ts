import { startProcess, type Api, type GraphqlAnswer } from '../support/api.js';
import { post, startHostile, startProduction, type HostileSetting } from '../support/hostile.js';
import { accountField } from '../support/invoice-row.js';

/** Documents that ask for too much, for what is not there, or in a strange way. */

let setting: HostileSetting;
/** As a deployment runs it: without introspection. */
let production: Api;
beforeAll(async () => {
  setting = await startHostile();
  production = await startProduction(setting);
});
afterAll(async () => {
  await production?.stop();
  await setting?.close();
});
afterEach(async () => setting.expectUnharmed());

const account = accountField('cus_acme_us', 'ws_acme');
const codesOf = ({ errors }: GraphqlAnswer): unknown[] => errors.map(({ extensions }) => extensions['code']);
const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

async function expectRefused(query: string, code: string, on = setting.api): Promise<GraphqlAnswer> {
  const answer = await on.ask(query);
  expect([answer.data ?? null, codesOf(answer).at(0)]).toEqual([null, code]);
  expect(answer.errors.length).toBeLessThanOrEqual(10);
  expect(await setting.upstream.paths()).toEqual([]);
  return answer;
}

test('D01 101 aliases of one list are one call, and 101 answers', async () => {
  const { data, errors } = await setting.api.ask(
    `{ ${account} { ${times(101, (index) => `a${index}: invoices(first: 2) { nodes { invoiceId } }`)} } }`,
  );
  expect(errors).toEqual([]);
  expect(new Set(Object.values(data.billingAccount).map((page) => JSON.stringify(page))).size).toBe(1);
  expect(await setting.upstream.paths()).toHaveLength(1);
});

test('D02 of 20 operations the named one counts, through its fragments; the others ask for nothing', async () => {
  const big = `${account} { invoices(first: 1000) { nodes { lines { nodes { description } } } } }`;
  const others = times(19, (index) => `query Big${index} { ${big} }`);
  const document = `${others} query Small { ...F } fragment F on Query { ${account} { ... on BillingAccount { name } } }`;
  const { text } = await post(setting.api, JSON.stringify({ query: document, operationName: 'Small' }));
  expect(JSON.parse(text)).toEqual({ data: { billingAccount: { name: 'Acme United States' } } });
  expect(await setting.upstream.paths()).toHaveLength(1);
});

test('D03 a field 500 times is answered once, 5,000 times refused', async () => {
  const { data, errors } = await setting.api.ask(`{ ${times(500, () => '__typename')} }`);
  expect([data, errors]).toEqual([{ __typename: 'Query' }, []]);
  await expectRefused(`{ ${times(5000, () => '__typename')} }`, 'GRAPHQL_PARSE_FAILED');
});

test('D04 directives in numbers, known and unknown, are refused without an answer that grows', async () => {
  const unknown = times(10, (index) => `@d${index}`);
  const repeated = times(51, () => '@include(if: true)');
  for (const query of [
    `{ __typename ${unknown} }`,
    `{ __typename ${repeated} }`,
    `query ${unknown} { __typename }`,
    `query ($a: Int ${unknown}) { __typename }`,
    `{ ...F ${unknown} } fragment F on Query ${unknown} { __typename }`,
  ]) {
    const { text } = await expectRefused(query, 'GRAPHQL_VALIDATION_FAILED');
    expect(text.length).toBeLessThan(8000);
  }
});

test('D05 a page in a page in a page is refused before anything is read, also when it is asked again', async () => {
  const nest = (depth: number): string =>
    depth === 0 ? 'id' : `billingAccount { invoices(first: 1000) { nodes { ${nest(depth - 1)} } } }`;
  const inline = `{ ${account} { invoices(first: 1000) { nodes { ${nest(2)} } } } }`;
  const fragments = `{ ${account} { ...A } } fragment A on BillingAccount { invoices(first: 1000) { nodes { ...B } } } fragment B on Invoice { ${nest(2)} }`;
  for (const query of [inline, fragments, inline, fragments]) await expectRefused(query, 'QUERY_TOO_COSTLY');
});

test('D06 fragments in a circle, and 25 that double each other, are refused', async () => {
  const doubling = times(25, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`);
  await expectRefused(
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    'GRAPHQL_VALIDATION_FAILED',
  );
  await expectRefused('{ ...A } fragment A on Query { ...A }', 'GRAPHQL_VALIDATION_FAILED');
  const bomb = `{ ...F0 } ${doubling} fragment F25 on Query { ${account} { name } }`;
  const answer = await setting.api.ask(bomb);
  // Spread twice in one place they are one field; whichever way it is decided, it costs one call at most.
  expect(codesOf(answer).every((code) => code === 'QUERY_TOO_COSTLY')).toBe(true);
  expect((await setting.upstream.paths()).length).toBeLessThanOrEqual(1);
});

test('D07 selections that explode when they are merged are refused; a few of them are none', async () => {
  const merged = times(200, () => `... on Query { ${times(100, () => '__typename')} }`);
  await expectRefused(`{ ${merged} }`, 'GRAPHQL_PARSE_FAILED');
  const small = times(60, () => `... on Query { ${times(20, () => '__typename')} }`);
  await expectRefused(`{ ${small} }`, 'GRAPHQL_VALIDATION_FAILED');
  const few = times(10, () => `... on Query { ${times(20, () => '__typename')} }`);
  expect((await setting.api.ask(`{ ${few} }`)).data).toEqual({ __typename: 'Query' });
});

test.each(['{', '['])('D08 20,000 nested %s are refused, and no stack is mentioned', async (bracket) => {
  const query = bracket === '{' ? bracket.repeat(20_000) : `{ a(b: ${bracket.repeat(20_000)}) }`;
  const { text } = await expectRefused(query, 'GRAPHQL_PARSE_FAILED');
  expect(text).not.toMatch(/stack|RangeError/i);
});

test.each(['__schema', '__typename', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'D09 an operation, a fragment or an alias named %s is a name',
  async (name) => {
    const query = `query ${name} { ...F${name} ${name === '__proto__' ? 'x' : name}: __typename } fragment F${name} on Query { __typename }`;
    const { data, errors } = await setting.api.ask(query);
    expect([Object.keys(data as object).length > 0, errors]).toEqual([true, []]);
  },
);

test('D10 where introspection is off nothing of the schema is told, whether it is there or not', async () => {
  const told = [];
  for (const query of [
    '{ __schema { types { name } } }',
    '{ a: __schema { queryType { name } } }',
    '{ __type(name: "Invoice") { name } }',
    '{ __type(name: "Nothing") { name } }',
    '{ ...F } fragment F on Query { __schema { description } }',
  ]) {
    const { errors, text } = await expectRefused(query, 'GRAPHQL_VALIDATION_FAILED', production);
    expect(text).not.toMatch(/Invoice"|Nothing/);
    told.push(errors[0]?.message.replace(/__\w+/g, '__x'));
  }
  expect(new Set(told).size).toBe(1);
});

test.each([
  '{ billingAcount { name } }',
  `{ ${account} { nam } }`,
  `{ ${account.replace('accountId', 'acountId')} { name } }`,
  `{ ${account.replace('ALTOSTRAT', 'ALTOSTRA')} { name } }`,
  `{ ...F } fragment F on Qery { __typename }`,
])('D11 the misspelt %s is refused without a suggestion', async (query) => {
  const { text } = await expectRefused(query, 'GRAPHQL_VALIDATION_FAILED', production);
  expect(text).not.toMatch(/did you mean|NORTHFLANK/i);
});

test.each(['subscription { x }', 'subscription S { __typename }'])('D12 %s is refused', async (query) => {
  const answer = await setting.api.ask(query);
  expect([answer.data ?? null, answer.errors.length]).toEqual([null, 1]);
});

test.each(['@defer', '@stream'])(
  'D12 %s is a directive that there is not',
  async (directive) =>
    void (await expectRefused(`{ ... ${directive} { __typename } }`, 'GRAPHQL_VALIDATION_FAILED')),
);

test('D13 strange operation names reach no log and no metric as they are', async () => {
  await expectRefused('{ __typename } { __typename }', 'GRAPHQL_VALIDATION_FAILED');
  for (const operationName of ['Nothing', 'x'.repeat(10_240), 'a\nb\u001b[31m']) {
    const { text } = await post(setting.api, JSON.stringify({ query: '{ __typename }', operationName }));
    expect(text).toContain('OPERATION_RESOLUTION_FAILURE');
  }
  const output = setting.api.output();
  for (const told of ['xxxxxx', '\u001b']) expect(output).not.toContain(told);
  for (const line of output
    .trim()
    .split('\n')
    .filter((each) => each.startsWith('{')))
    JSON.parse(line);
  expect(await (await fetch(`${setting.api.url}/metrics`)).text()).not.toMatch(/Nothing|xxxxxx/);
});

test('D14 thousands of documents leave no series of their own', async () => {
  const one = await startProcess({ ALTOSTRAT_URL: setting.upstream.url });
  const series = async (): Promise<number> =>
    (await (await fetch(`${one.url}/metrics`)).text()).match(/^billing_/gm)?.length ?? 0;
  await one.ask('query Q { __typename }');
  // Asking for the metrics is a series, too.
  await series();
  const before = await series();
  for (let turn = 0; turn < 20; turn += 1) {
    const some = Array.from({ length: 100 }, async (_, index) =>
      one.ask(`query Q${turn}_${index} { a${turn}_${index}: __typename }`),
    );
    for (const { errors } of await Promise.all(some)) expect(errors).toEqual([]);
  }
  expect(await series()).toBe(before);
  await one.stop();
});

test('D17 a persisted document that is unknown is refused, and nothing of it is kept', async () => {
  const persisted = (sha256Hash: string): object => ({ persistedQuery: { version: 1, sha256Hash } });
  const ask = async (body: object): Promise<string> => (await post(setting.api, JSON.stringify(body))).text;
  const hash = '0'.repeat(64);
  expect(await ask({ extensions: persisted(hash) })).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
  await ask({ query: '{ __typename }', extensions: persisted(hash) });
  expect(await ask({ extensions: persisted(hash) })).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
});
