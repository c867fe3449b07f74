import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  composeServices,
  startApolloGateway,
  startBilling,
  startHiveGateway,
  startWorkspaces,
  type Service,
} from '../../examples/supergraph/services.mjs';
import type { GraphqlError } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

type StartGateway = (supergraph: string, environment: Record<string, string>) => Promise<Service>;

/** By name: how to start it, and where it answers. */
export const GATEWAYS: readonly (readonly [string, StartGateway, string])[] = [
  ['Hive Gateway', startHiveGateway, '/graphql'],
  ['Apollo Gateway', startApolloGateway, '/'],
];

export interface Answer {
  // Tests read into answers of any shape; a wrong path fails the assertion that follows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors: readonly GraphqlError[];
  /** The body as it came. */
  readonly text: string;
}

/** Billing over a counting upstream, a second subgraph, and a gateway in front of both. */
export interface Supergraph {
  readonly upstream: Upstream;
  readonly billing: Service;
  readonly workspaces: Service;
  readonly gateway: Service;
  /** Through the gateway. */
  ask(query: string, variables?: object): Promise<Answer>;
  /** Past it. */
  askBilling(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

export const SECRET = 'only-the-router-knows';

export async function startSupergraph(
  startGateway: StartGateway,
  path: string,
  disputes: readonly object[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Supergraph> {
  const upstream = await startUpstream();
  const directory = await mkdtemp(join(tmpdir(), 'workspaces-'));
  const [billing, workspaces] = await Promise.all([
    startBilling({
      ALTOSTRAT_URL: upstream.url,
      NORTHFLANK_URL: upstream.url,
      ROUTER_SECRET: SECRET,
      ...environment,
    }),
    startWorkspaces({ WORKSPACES_FILE: await writeWorkspaces(directory, disputes) }),
  ]);
  const gateway = await startGateway(composeServices({ billing, workspaces }), { ROUTER_SECRET: SECRET });
  return {
    upstream,
    billing,
    workspaces,
    gateway,
    ask: async (query, variables) => ask(gateway.url + path, query, variables, {}),
    askBilling: async (query, variables, headers) =>
      ask(`${billing.url}/subgraph`, query, variables, headers),
    stop: async () => {
      await Promise.all([gateway, billing, workspaces].map(async (service) => service.stop()));
      await upstream.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function writeWorkspaces(directory: string, disputes: readonly object[]): Promise<string> {
  const file = join(directory, 'workspaces.json');
  const owner = { id: 'person_1', name: 'Thandi Nkosi', email: 'thandi@acme.example' };
  const workspace = { id: 'ws_acme', name: 'Acme Networks', owner, accountId: 'cus_acme_us', disputes };
  const gone = { reason: 'It is gone', invoiceId: 'in_edge_999999' };
  const other = { ...workspace, id: 'ws_sample', name: 'Samples', accountId: 'cus_edge', disputes: [gone] };
  await writeFile(file, JSON.stringify([workspace, other]));
  return file;
}

async function ask(
  url: string,
  query: string,
  variables: object | undefined,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer sandbox-altostrat',
      'northflank-authorization': 'Bearer sandbox-northflank',
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: GraphqlError[] };
  return { data, errors, text };
}
