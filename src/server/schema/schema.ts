import { MapperKind, mapSchema } from '@graphql-tools/utils';
import { getNamedType, GraphQLEnumType, GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync, type ClassType, type NonEmptyArray, type PubSub } from 'type-graphql';
import { BillingAccountResolver } from '../../accounts/billing-account.resolver.js';
import { WorkspaceResolver } from '../../accounts/workspace.resolver.js';
import { errorCodes } from '../../errors/error-codes.js';
import { InvoiceChangedResolver } from '../../events/invoice-changed.resolver.js';
import { EntityResolver } from '../../federation/entity.resolver.js';
import { InvoiceFiguresResolver } from '../../invoices/invoice-figures.resolver.js';
import { InvoiceResolver } from '../../invoices/invoice.resolver.js';
import { InvoiceCountResolver, InvoiceTotalsResolver } from '../../invoices/invoice-totals.resolver.js';
import { MergedInvoicesResolver } from '../../invoices/merged-invoices.resolver.js';
import { NodeResolver } from '../../invoices/node.resolver.js';
import { InvoiceChangesResolver } from '../../previews/invoice-changes.resolver.js';
import { PreviewInvoiceResolver, UpcomingInvoiceResolver } from '../../previews/preview-invoice.resolver.js';
import {
  InvalidInputErrorType,
  NotFoundErrorType,
  ProviderUnavailableErrorType,
  RateLimitedErrorType,
  RejectedByProviderErrorType,
} from '../../previews/preview-invoice.type.js';
import { allProviders } from '../../providers/all-providers.js';
import type { ProviderDefinition } from '../../providers/provider.js';
import { resolveDirectly } from './direct-resolvers.js';
import { orderArguments, orderForReaders } from './order-for-readers.js';
import { MoneyResolver } from '../../money/money.resolver.js';

/** The rule of `calls/share-calls.ts`, in words for clients, stands here and nowhere else in the graph. */
const SCHEMA_DESCRIPTION = `
Invoices, previews, billing accounts and subscriptions of Altostrat and Northflank. Money is exact, paging facts are facts, and descriptions say what a field costs in upstream calls.

The upstream calls that one operation may make (25 unless the operator set another number) are shared by one rule. Of what is asked for together, fields that cost a fixed number of calls take theirs first, in the order of the document; then invoices are looked for by their ids; lists come last. Each search and each list gets the fewest calls that bring it anything, and what is left is dealt to them in turns. So a list becomes shorter, and says that more follows, before anything else is refused; what one does not need goes to the others; and nothing is refused while calls are left that it could do with. Equal reads of one operation are one call. The header \`x-upstream-calls\` of an answer tells how many were made.
`.trim();

/** The graph as clients have it. */
export function createGraph(definitions = allProviders): GraphQLSchema {
  return buildGraph(definitions, resolvers);
}

/** The graph as it is served: with the root fields by which a router reads its entities. */
export function createServedGraph(definitions = allProviders): GraphQLSchema {
  return buildGraph(definitions, [...resolvers, EntityResolver]);
}

const resolvers = [
  BillingAccountResolver,
  InvoiceChangedResolver,
  InvoiceChangesResolver,
  InvoiceCountResolver,
  InvoiceFiguresResolver,
  InvoiceResolver,
  InvoiceTotalsResolver,
  MergedInvoicesResolver,
  MoneyResolver,
  NodeResolver,
  PreviewInvoiceResolver,
  UpcomingInvoiceResolver,
  WorkspaceResolver,
] as const;

function buildGraph(
  definitions: readonly ProviderDefinition[],
  classes: NonEmptyArray<ClassType>,
): GraphQLSchema {
  orderArguments();
  const built = buildSchemaSync({
    resolvers: classes,
    orphanedTypes: [
      InvalidInputErrorType,
      NotFoundErrorType,
      ProviderUnavailableErrorType,
      RateLimitedErrorType,
      RejectedByProviderErrorType,
    ],
    // Arguments are read by parsers that say what was expected; the validator would echo whole inputs.
    validate: false,
    // The server that serves it checks it once more, in a tenth of the time.
    skipCheck: true,
    // The library wants one where there are subscriptions. Ours say themselves what they are told of.
    pubSub: noTopics,
  });
  const schema = nameProviders(built, definitions);
  describeRoots(schema);
  orderForReaders(schema);
  resolveDirectly(schema, classes);
  return new GraphQLSchema({
    ...schema.toConfig(),
    description: SCHEMA_DESCRIPTION,
    types: [...schema.toConfig().types, createErrorCodeEnum()],
  });
}

/** The enum of providers has those that are served, and nothing else is a default. */
function nameProviders(schema: GraphQLSchema, definitions: readonly ProviderDefinition[]): GraphQLSchema {
  const values = definitions.map(({ name, description }) => [name, { description, value: name }] as const);
  const isServed = (value: unknown): boolean => definitions.some(({ name }) => name === value);
  return mapSchema(schema, {
    [MapperKind.ENUM_TYPE]: (type) =>
      type.name === PROVIDERS
        ? new GraphQLEnumType({ ...type.toConfig(), values: Object.fromEntries(values) })
        : undefined,
    [MapperKind.INPUT_OBJECT_FIELD]: (field) =>
      getNamedType(field.type).name === PROVIDERS && !isServed(field.defaultValue)
        ? { ...field, defaultValue: undefined }
        : undefined,
  });
}

const PROVIDERS = 'BillingProvider';

const noTopics: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('No topic is served.');
  },
};

/** Root types are made by the library, which has no place for their descriptions. */
function describeRoots(schema: GraphQLSchema): void {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  const subscription = schema.getSubscriptionType();
  if (query)
    query.description = 'Everything that can be read. Each field says what it costs in upstream calls.';
  if (mutation)
    mutation.description =
      'Operations that are computed at the provider. None of them changes anything there.';
  if (subscription)
    subscription.description =
      'What is told as it happens, as a stream of events. Only HTTP streams serve it: there is no WebSocket.';
}

/** The graph as SDL text, in an order that does not depend on the order of the code. */
export function printGraph(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** Publishes the closed list of codes where people look them up; no field has this type. */
function createErrorCodeEnum(): GraphQLEnumType {
  const values = Object.entries(errorCodes).map(([code, { description, retryable }]) => {
    return [code, { description: `${description} ${retryable ? 'Retryable.' : 'Not retryable.'}` }] as const;
  });
  return new GraphQLEnumType({
    name: 'ErrorCode',
    description:
      "What `extensions.code` of a top-level error can be, beside GraphQL servers' own (GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED ...). The other extensions are `provider`, `retryable`, `retryAfterMs`, `upstream { status, requestId }` and `correlationId`.",
    values: Object.fromEntries(values),
  });
}
