import type { Fetcher, FetcherParams, FetcherReturnType } from '@graphiql/toolkit';
import { getOperationAST, type DocumentNode } from 'graphql';
import { toResults } from './event-stream.js';

/**
 * Sends every operation, introspection too, by POST to our own origin. The answer's status is not looked at: a GraphQL
 * error is a result to show. Only an answer that is no JSON (a proxy's error page) becomes an error of ours. A subscription
 * goes on until it is stopped.
 */
export function createFetcher(graphqlPath: string): Fetcher {
  return async (parameters, options) => {
    const send = async (accept: string, signal: AbortSignal | null = null): Promise<Response> =>
      fetch(graphqlPath, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept, ...filledIn(options?.headers) },
        body: JSON.stringify(parameters),
        signal,
      });
    if (isSubscription(parameters, options?.documentAST))
      return toResults(async (signal) => send('text/event-stream', signal)) as FetcherReturnType;
    const response = await send('application/graphql-response+json, application/json;q=0.9');
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(
        `${graphqlPath} answered with status ${response.status} and no JSON: ${text.slice(0, 200)}`,
      );
    }
  };
}

function isSubscription({ operationName }: FetcherParams, document: DocumentNode | undefined): boolean {
  return document !== undefined && getOperationAST(document, operationName)?.operation === 'subscription';
}

/** A header whose token was not filled in is not sent: the other provider's fields, and the schema, need none. */
function filledIn(headers: unknown): Record<string, string> {
  const all = Object.entries((headers ?? {}) as Record<string, string>);
  return Object.fromEntries(all.filter(([, value]) => !/^bearer\s*$/i.test(value)));
}
