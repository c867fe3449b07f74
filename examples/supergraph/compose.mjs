/**
 * Composes billing's committed SDL with that of the second subgraph, and prints the supergraph.
 *
 *   BILLING_URL=http://localhost:4000/subgraph WORKSPACES_URL=http://localhost:4200 node compose.mjs
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const read = (path) => parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

const committed = read('../../schema/subgraph.graphql');

/**
 * The supergraph as SDL, with the addresses at which a gateway finds the subgraphs.
 *
 * @param {{ billingUrl: string, workspacesUrl: string, billingSdl?: string }} subgraphs
 * @returns {string}
 */
export function compose({ billingUrl, workspacesUrl, billingSdl }) {
  const { supergraphSdl, errors } = composeServices([
    { name: 'billing', url: billingUrl, typeDefs: billingSdl ? parse(billingSdl) : committed },
    { name: 'workspaces', url: workspacesUrl, typeDefs: read('workspaces.graphql') },
  ]);
  if (errors)
    throw new Error(`The subgraphs do not compose:\n${errors.map(({ message }) => message).join('\n')}`);
  return supergraphSdl;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { BILLING_URL = 'http://localhost:4000/subgraph', WORKSPACES_URL = 'http://localhost:4200' } =
    process.env;
  process.stdout.write(compose({ billingUrl: BILLING_URL, workspacesUrl: WORKSPACES_URL }));
}
