import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { encodeGlobalId } from '../../src/relay/global-id.js';
import { startApi, type Api, type GraphqlAnswer, type GraphqlError } from '../support/api.js';
import { generateOperation, type GeneratedOperation } from '../support/generate-operation.js';
import { drawFrom, startHostileProvider, type HostileProvider } from '../support/hostile-rows.js';

const schema = buildSchema(readFileSync(new URL('../../schema/billing.graphql', import.meta.url), 'utf8'));

const accounts = Array.from({ length: 30 }, (_, number) => `cus_${number}`);
const invoiceIds = accounts.flatMap((account) =>
  [0, 3, 9].map((index) =>
    encodeGlobalId({ type: 'Invoice', path: ['ALTOSTRAT', 'ws_1', account, `in_${account}_${index}`] }),
  ),
);
const accountIds = accounts.map((account) =>
  encodeGlobalId({ type: 'BillingAccount', path: ['ALTOSTRAT', 'ws_1', account] }),
);
const ids = [...invoiceIds, ...accountIds, 'ws_1', 'nonsense'];
const pool = {
  provider: ['ALTOSTRAT'],
  workspaceId: ['ws_1', 'ws_1', 'ws_1', 'ws_1', 'bad'],
  accountId: [...accounts, 'bad'],
  accountIds: [
    ...accountIds.map((id, index) => [id, accountIds[(index * 7) % 30], ids[(index * 11) % 120]]),
    [],
  ],
  id: ids,
  ids: ids.map((id, index) => [id, ids[(index * 7) % ids.length], ids[(index * 11) % ids.length]]),
  first: [1, 2, 3, 20, undefined, undefined, null, -1],
  last: [undefined, undefined, undefined, undefined, 2],
  after: [undefined, undefined, undefined, undefined, undefined, 'damaged'],
  before: [undefined],
  orderBy: [undefined, undefined, 'NEWEST_FIRST', 'OLDEST_FIRST'],
  filter: [
    undefined,
    undefined,
    undefined,
    null,
    {},
    { status: ['PAID'] },
    { status: ['OPEN', 'DRAFT'], currency: ['USD'] },
    { createdFrom: '2025-06-01T00:00:00Z', createdBefore: '2026-06-01T00:00:00Z' },
    { totalAtLeast: '100', totalBelow: '5000' },
    { totalAtLeast: '5', totalBelow: '5' },
    { status: [] },
  ],
  locale: ['de-DE', 'en-US', undefined, '!'],
};

let provider: HostileProvider;
let compiling: Api;
let interpreting: Api;

beforeAll(async () => {
  provider = await startHostileProvider();
  const environment = { ALTOSTRAT_URL: provider.url, LOG_LEVEL: 'silent', MAX_UPSTREAM_CALLS: '200' };
  [compiling, interpreting] = await Promise.all([
    startApi({ ...environment, COMPILE_QUERIES: 'on' }),
    startApi({ ...environment, COMPILE_QUERIES: 'off' }),
  ]);
});
afterAll(async () => {
  await Promise.all([compiling?.stop(), interpreting?.stop()]);
  await provider?.close();
});

function generate(seed: number): GeneratedOperation {
  return generateOperation(schema, pool, drawFrom(seed));
}

/** Each time with another token: reads that are still under way would be shared, and cost nothing. */
async function ask(
  api: Api,
  { query, variables }: GeneratedOperation,
  token: string,
): Promise<GraphqlAnswer> {
  return api.ask(query, { variables, token, headers: { 'x-request-id': 'same' } });
}

function isValid({ query }: GeneratedOperation): boolean {
  return validate(schema, parse(query)).length === 0;
}

/**
 * All that a client sees of an answer. The moment is each request's own, and the length follows from the text. Of several
 * errors, the order is that in which the provider's answers came, and so is which of them took its parent away, which
 * came too late to be told, and which calls that parent's other fields still made.
 */
function seen({ status, headers, text, data, errors }: GraphqlAnswer, isExact: boolean): unknown {
  const others = Object.fromEntries(headers);
  delete others['date'];
  delete others['content-length'];
  if (isExact) return { status, headers: others, text };
  delete others['x-upstream-calls'];
  const told = errors.map((error) => placeOfLoss(data, error) ?? JSON.stringify(error));
  return { status, headers: others, errors: [...new Set(told)].sort(), data: JSON.stringify(data) };
}

/** Byte for byte, unless there may have been several errors. */
function expectSame(given: GraphqlAnswer, expected: GraphqlAnswer): void {
  const isExact = [given, expected].every(
    ({ data, errors }) =>
      errors.length < 2 && errors.every((error) => placeOfLoss(data, error) === undefined),
  );
  expect(seen(given, isExact)).toEqual(seen(expected, isExact));
}

/** Where an error took away more than its own field; undefined where it did not. */
function placeOfLoss(data: unknown, { path = [] }: GraphqlError): string | undefined {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null) return `lost: ${JSON.stringify(path.slice(0, depth))}`;
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return undefined;
}

test('F63 a compiled operation answers as the interpreter does, errors and upstream calls included, also when it is known', async () => {
  let good = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const operation = generate(seed);
      fc.pre(isValid(operation));
      const expected = await ask(interpreting, operation, 'interpreted');
      expectSame(await ask(compiling, operation, 'first'), expected);
      expectSame(await ask(compiling, operation, 'known'), expected);
      if (expected.status === 200 && expected.errors.length === 0) good += 1;
    }),
    { numRuns: 300 },
  );
  // Of neither kind are there too few for the claim to mean anything.
  expect(good).toBeGreaterThan(30);
  expect(good).toBeLessThan(270);
}, 120_000);
