import 'reflect-metadata';
import { graphql, printSchema, type ExecutionResult, type GraphQLError } from 'graphql';
import { buildSchemaSync, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { buildBillingSchema, type BillingSchema } from '../../src/library/build-billing-schema.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** The graph under a server of one's own, which is as little of one as there can be. */

let upstream: Upstream;
let billing: BillingSchema;
beforeAll(async () => {
  upstream = await startUpstream();
  billing = buildBillingSchema({
    urls: { ALTOSTRAT: upstream.url, NORTHFLANK: upstream.url },
    cacheMaxAgeMs: 0,
  });
});
afterAll(async () => {
  await billing?.close();
  await upstream?.close();
});

interface Answer {
  readonly data: ExecutionResult['data'];
  readonly errors: readonly GraphQLError[];
  readonly calls: number;
}

async function ask(
  source: string,
  tokens: Record<string, string> = { ALTOSTRAT: 'sandbox-altostrat' },
  signal?: AbortSignal,
): Promise<Answer> {
  const context = billing.createContext(tokens, { correlationId: 'asked-here', ...(signal && { signal }) });
  const { data, errors = [] } = await graphql({ schema: billing.schema, source, contextValue: context });
  const calls = context.callsMade();
  context.end(true);
  return { data: JSON.parse(JSON.stringify(data ?? null)) as Answer['data'], errors, calls };
}

const account = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';

test('F70 the graph alone answers by graphql itself, in the same calls as the server', async () => {
  await upstream.forget();
  const { data, errors, calls } = await ask(
    `{ a: ${account} { invoices(first: 2) { nodes { invoiceId total { currency } } } } b: ${account} { invoices(first: 50) { nodes { id } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    a: {
      invoices: {
        nodes: [
          { invoiceId: 'in_acme_us_001200', total: { currency: 'USD' } },
          { invoiceId: 'in_acme_us_001199', total: { currency: 'USD' } },
        ],
      },
    },
  });
  expect([calls, (await upstream.paths()).length]).toEqual([1, 1]);
});

test('F70 it has no streams and no fields for routers', () => {
  const sdl = printSchema(billing.schema);
  expect(sdl).not.toMatch(/\btype Subscription\b|_entities|_service/);
  expect(sdl).toMatch(/\btype Mutation\b/);
});

test.each([
  ['no token', `{ ${account} { name } }`, 'UNAUTHENTICATED', 'ALTOSTRAT'],
  ['a bad argument', `{ ${account} { invoices(first: -1) { nodes { id } } } }`, 'BAD_USER_INPUT', undefined],
  ['a field that is not there', '{ nobody }', 'GRAPHQL_VALIDATION_FAILED', undefined],
  ['no document', '{', 'GRAPHQL_PARSE_FAILED', undefined],
  ['a variable that is missing', 'query ($id: ID!) { node(id: $id) { id } }', 'BAD_USER_INPUT', undefined],
])('F70 an error tells a client its code: %s', async (_what, source, code, provider) => {
  const { errors, calls } = await ask(source, {});
  const formatted = errors.map((error) => billing.formatError(error, 'asked-here'));
  expect(formatted).toMatchObject([{ extensions: { code, correlationId: 'asked-here' } }]);
  expect([calls, formatted[0]?.extensions?.['provider']]).toEqual([0, provider]);
});

test('F70 a token that no header could carry, or of nobody, is refused before anything is asked', () => {
  expect(() => billing.createContext({ ALTOSTRAT: 'Bearer twice' })).toThrow('expected it without "Bearer"');
  expect(() => billing.createContext({ ALTOSTRAT: 'two\r\nlines' })).toThrow('expected it without "Bearer"');
  expect(() => billing.createContext({ LEDGER: 'any' })).toThrow('expected the name of a provider');
});

test('F23 F70 who goes away ends the calls that were made for him', async () => {
  await upstream.fault({ fault: { kind: 'hang' } });
  const leaving = new AbortController();
  const answered = ask(`{ ${account} { name } }`, undefined, leaving.signal);
  while ((await upstream.calls()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  leaving.abort();
  const { errors } = await answered;
  expect(errors).toHaveLength(1);
  await upstream.clearFaults();
});

@ObjectType('Book')
class Book {
  @Field(() => String)
  title = 'ours';
}

@Resolver()
class BookResolver {
  /** A name that the billing graph has as well. */
  @Query(() => Book)
  workspace(): Book {
    return new Book();
  }
}

test('F70 a program that has TypeGraphQL classes of its own keeps them, and its names are not ours', async () => {
  const own = buildSchemaSync({ resolvers: [BookResolver], validate: false });
  const again = buildBillingSchema();
  expect(printSchema(again.schema)).toBe(printSchema(billing.schema));
  const { errors } = await ask('{ workspace(id: "ws_acme") { name } }');
  expect(errors).toEqual([]);
  expect((await graphql({ schema: own, source: '{ workspace { title } }' })).data).toEqual({
    workspace: { title: 'ours' },
  });
  await again.close();
});
