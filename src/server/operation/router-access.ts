import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import type { DocumentNode } from 'graphql';
import { BillingError } from '../../errors/billing-error.js';
import { toRequestError } from './request-error.js';
import { selectedOf } from './selected-names.js';

/** The header in which a router names itself. It stays here: no provider ever sees it. */
export const routerHeader = 'router-authorization';

/**
 * Whether the request comes from a router that knows one of the secrets. Takes the same time for every wrong value;
 * where no secret is set, nobody is known to be a router.
 */
export function isFromRouter(values: readonly string[], secrets: readonly string[]): boolean {
  const [value] = values;
  if (value === undefined || values.length > 1) return false;
  const given = digest(value);
  return secrets.reduce((known, secret) => timingSafeEqual(given, digest(secret)) || known, false);
}

/** Digests are all of one length, which the comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Who asks, as far as the subgraph's root fields care. */
export interface RouterAccess extends BaseContext {
  /** Whether the request has proven to come from a router. */
  readonly isRouter: boolean;
}

/** How much of the subgraph's root fields is open to whoever asks. */
export interface SubgraphGuard {
  /** Whether `_service` and `_entities` are for routers alone. */
  readonly isClosed: boolean;
  readonly isIntrospectionServed: boolean;
}

/**
 * Keeps the subgraph's root fields for routers, where a secret is set. The SDL says what introspection says, so it
 * is served only where introspection is.
 *
 * @param selected those of them that a document selects
 * @throws FORBIDDEN
 */
export function assertAccess(
  selected: ReadonlySet<string>,
  { isRouter }: RouterAccess,
  { isClosed, isIntrospectionServed }: SubgraphGuard,
): void {
  if (selected.size === 0) return;
  if (isClosed && !isRouter) {
    throw forbidden(
      `The fields _entities and _service are for routers that send the header "${routerHeader}".`,
    );
  }
  if (selected.has('_service') && !isIntrospectionServed)
    throw forbidden('The field _service is served only where introspection is.');
}

const rootFields = new Set(['_entities', '_service']);

/**
 * The subgraph's root fields among those that a document selects. No other type has fields of these names, so it does not
 * matter where they stand.
 */
export function subgraphFields(document: DocumentNode): ReadonlySet<string> {
  return selectedOf(document, rootFields);
}

function forbidden(message: string): Error {
  return toRequestError(new BillingError('FORBIDDEN', message), 403);
}

/** Timings of every field, for routers that ask for them; they would tell anybody else how this service works. */
export function traceForRouters(): ApolloServerPlugin<RouterAccess> {
  const trace = ApolloServerPluginInlineTrace({ includeErrors: { masked: true } });
  return {
    requestDidStart: async (request) =>
      request.contextValue.isRouter ? trace.requestDidStart?.(request) : undefined,
  };
}
