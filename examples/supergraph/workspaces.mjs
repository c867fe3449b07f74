/**
 * The second subgraph: workspaces with their owners, and invoices that somebody objects to. It knows the providers' own
 * ids and nothing of billing.
 *
 *   PORT=4200 WORKSPACES_FILE=workspaces.json node workspaces.mjs
 */
import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const here = (name) => new URL(name, import.meta.url);
const workspaces = JSON.parse(readFileSync(process.env.WORKSPACES_FILE ?? here('workspaces.json'), 'utf8'));

const toAccount = ({ id, accountId }) => ({ provider: 'ALTOSTRAT', workspaceId: id, accountId });

const toDispute = (workspace, { reason, invoiceId }) => ({
  reason,
  invoice: { ...toAccount(workspace), invoiceId },
});

function findDispute({ workspaceId, accountId, invoiceId }) {
  const workspace = workspaces.find((each) => each.id === workspaceId && each.accountId === accountId);
  const dispute = workspace?.disputes.find((each) => each.invoiceId === invoiceId);
  return dispute ? toDispute(workspace, dispute) : null;
}

const resolvers = {
  Query: { ownedWorkspaces: () => workspaces },
  Workspace: {
    __resolveReference: ({ id }) => workspaces.find((workspace) => workspace.id === id) ?? null,
    ownerId: ({ owner }) => owner.id,
    billedTo: (workspace) => toAccount(workspace),
    disputes: (workspace) => workspace.disputes.map((dispute) => toDispute(workspace, dispute)),
  },
  Invoice: {
    __resolveReference: (reference) => reference,
    dispute: (reference) => findDispute(reference),
  },
};

const typeDefs = parse(readFileSync(here('workspaces.graphql'), 'utf8'));
const server = new ApolloServer({ schema: buildSubgraphSchema([{ typeDefs, resolvers }]) });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env.PORT ?? 4200) },
});
console.log(`workspaces answers at ${url}`);
