import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeServices as composeApollo } from '@apollo/composition';
import { composeServices as composeGuild } from '@theguild/federation-composition';
import { assertValidSchema, buildSchema, isObjectType, parse, type GraphQLSchema } from 'graphql';
import { createGraph, createServedGraph, printGraph } from '../../src/server/schema/schema.js';
import { printSubgraph, toSubgraph, type SubgraphOptions } from '../../src/server/schema/subgraph.js';
import { sdl } from './subgraph-sdl.js';

/** What two composers, neither of them ours, make of the SDL: alone, and beside other subgraphs. */

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const example = read('../../examples/supergraph/workspaces.graphql');

const link = '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

/** A platform's own subgraph, with all that billing could collide with. */
const platform = `
  extend schema ${link}
  type Query { node(id: ID!): Node workspace(id: ID!): Workspace @shareable }
  type Subscription { workspaceRenamed: Workspace }
  interface Node { id: ID! }
  type Workspace implements Node @key(fields: "id") { id: ID! name: String @shareable members(first: Int): MemberConnection! }
  type MemberConnection { pageInfo: PageInfo! budget: Money }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Money @shareable {
    amountMinor: BigInt currency: CurrencyCode! decimal: Decimal! exponent: Int! formatted(locale: String = "en-US"): String!
  }
  scalar BigInt
  scalar CurrencyCode
  scalar Decimal
  enum ErrorCode { TEAPOT }
`;

interface Composed {
  readonly errors: readonly string[];
  readonly hints: readonly string[];
  readonly supergraph: string | undefined;
  /** The graph as clients of the supergraph have it. */
  readonly api: GraphQLSchema | undefined;
}

function compose(...subgraphs: readonly (readonly [string, string])[]): Composed {
  const services = subgraphs.map(([name, text]) => ({
    name,
    url: `http://${name}.example`,
    typeDefs: parse(text),
  }));
  const apollo = composeApollo(services);
  const guild = composeGuild(services);
  expect(guild.errors?.length ?? 0).toBe(apollo.errors?.length ?? 0);
  return {
    errors: [...(apollo.errors ?? []), ...(guild.errors ?? [])].map(({ message }) => message),
    hints: (apollo.hints ?? []).map(({ definition, message }) => `${definition.code}: ${message}`),
    supergraph: apollo.supergraphSdl,
    api: guild.publicSdl === undefined ? undefined : buildSchema(guild.publicSdl),
  };
}

function subgraphWith(options: Partial<SubgraphOptions>): string {
  const all = { servesNode: false, isAuthenticated: false, ...options };
  return printSubgraph(toSubgraph(createGraph(), all), all);
}

test.each([
  ['alone', []],
  ['with the second subgraph of the example', [['workspaces', example]]],
  ['with a platform that has its own node, workspace, subscriptions and money', [['platform', platform]]],
] as const)('F47 it composes %s, without an error', (_, neighbours) => {
  expect(compose(['billing', sdl], ...neighbours).errors).toEqual([]);
});

test('F47 neither alone nor with the example does a composer have a hint', () => {
  expect(compose(['billing', sdl]).hints).toEqual([]);
  expect(compose(['billing', sdl], ['workspaces', example]).hints).toEqual([]);
});

test("F47 beside the platform, the one hint is of the platform's own enum", () => {
  expect(compose(['billing', sdl], ['platform', platform]).hints).toEqual([
    expect.stringMatching(/^UNUSED_ENUM_TYPE: .*"ErrorCode"/),
  ]);
});

test('F47 the composition of the example has the addresses that the file for rover has', () => {
  const script = fileURLToPath(new URL('../../examples/supergraph/compose.mjs', import.meta.url));
  const supergraph = execFileSync(process.execPath, [script], { encoding: 'utf8', env: {} });
  const urls = [...supergraph.matchAll(/@join__graph\(name: "\w+", url: "([^"]+)"\)/g)].map(([, url]) => url);
  const file = read('../../schema/supergraph.yaml');
  expect(urls).toEqual([...file.matchAll(/^ +routing_url: (\S+)$/gm)].map(([, url]) => url));
});

test('F47 @authenticated and Query.node compose as well, where the settings ask for them', () => {
  expect(compose(['billing', subgraphWith({ isAuthenticated: true })]).errors).toEqual([]);
  expect(compose(['billing', subgraphWith({ servesNode: true })], ['workspaces', example]).errors).toEqual(
    [],
  );
});

test('F47 two subgraphs with Query.node are refused, which is why it is off', () => {
  const { errors } = compose(['billing', subgraphWith({ servesNode: true })], ['platform', platform]);
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.every((message) => message.includes('Query.node'))).toBe(true);
});

test('F47 F54 subscriptions that are billed stay apart from the subscription root of a neighbour', () => {
  const { api } = compose(['billing', sdl], ['platform', platform]);
  const root = api?.getSubscriptionType();
  expect(Object.keys(root?.getFields() ?? {}).toSorted()).toEqual(['invoiceChanged', 'workspaceRenamed']);
  const type = api?.getType('BillingSubscription');
  expect(isObjectType(type) && Object.keys(type.getFields())).toContain('subscriptionId');
});

/** Each field and argument of the clients' graph, with its type. */
function signaturesOf(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(isObjectType(type) ? type.getFields() : {}).map(({ name, type: of, args }) => {
        const given = args.map((arg) => `${arg.name}: ${String(arg.type)}`).toSorted();
        return `${type.name}.${name}(${given.join(', ')}): ${String(of)}`;
      }),
    )
    .toSorted();
}

test("F47 clients of a router have the whole graph, less node, nodes and what is other services'", () => {
  const direct = signaturesOf(buildSchema(read('../../schema/billing.graphql')));
  const left = direct.filter((field) => !/^Query\.nodes?\(|^Invoice\.hasDerivedId\(/.test(field));
  expect(direct.length - left.length).toBe(3);
  const { api } = compose(['billing', sdl]);
  expect(signaturesOf(api as GraphQLSchema)).toEqual(left);
});

test('F47 the file for rover names the subgraphs and the federation that they need', () => {
  const file = read('../../schema/supergraph.yaml');
  expect(file).toMatch(/^federation_version: =2\.9\.0$/m);
  const schemas = [...file.matchAll(/^ +file: (\S+)$/gm)].map(([, path]) => read(`../../schema/${path}`));
  expect(schemas).toEqual([sdl, example]);
  const urls = [...file.matchAll(/^ +routing_url: (\S+)$/gm)].map(([, url]) => url);
  expect(urls).toEqual(['http://localhost:4000/subgraph', 'http://localhost:4200']);
});

test('F47 what is served is valid, and the printed graph for clients has nothing of routers', () => {
  for (const options of [
    { servesNode: true, isAuthenticated: false },
    { servesNode: false, isAuthenticated: true },
  ]) {
    assertValidSchema(toSubgraph(createServedGraph(), options));
  }
  assertValidSchema(createServedGraph());
  expect(printGraph(createGraph())).not.toMatch(/_entities|_service|_Any/);
  expect(sdl).not.toMatch(/_entities|_service|_Any|^enum ErrorCode|^ {2}nodes?\(/m);
});
