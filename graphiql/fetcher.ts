import type { Fetcher, FetcherParams, FetcherReturnType } from '@graphiql/toolkit';
import { getOperationAST, type DocumentNode } from 'graphql';
import { toResults } from './event-stream.js';
import type { Cost, Run } from './runs.js';

/** The name of the question that GraphiQL asks for the schema by. */
const INTROSPECTION = 'IntrospectionQuery';

/**
 * Sends every operation, introspection too, by POST to our own origin. The answer's status is not looked at: a GraphQL
 * error is a result to show. Only an answer that is no JSON (a proxy's error page) becomes an error of ours. A subscription
 * goes on until it is stopped.
 *
 * @param onRun told of each run when it begins, with undefined, and when it has been answered
 */
export function createFetcher(graphqlPath: string, onRun: (run: Run | undefined) => void): Fetcher {
  return async (parameters, options) => {
    const [headers, emptyHeaders] = fillIn(options?.headers);
    const send = async (accept: string, signal: AbortSignal | null = null): Promise<Response> =>
      fetch(graphqlPath, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept, ...headers },
        body: JSON.stringify(parameters),
        signal,
      });
    const isRun = parameters.operationName !== INTROSPECTION;
    if (isRun) onRun(undefined);
    if (isSubscription(parameters, options?.documentAST))
      return toResults(async (signal) => send('text/event-stream', signal)) as FetcherReturnType;
    const startedAtMs = performance.now();
    const response = await send('application/graphql-response+json, application/json;q=0.9');
    const text = await response.text();
    const durationMs = performance.now() - startedAtMs;
    const result = readJson(text, `${graphqlPath} answered with status ${response.status}`);
    if (isRun) onRun({ upstreamCalls: callsOf(response), durationMs, cost: costOf(result), emptyHeaders });
    return result;
  };
}

function readJson(text: string, whose: string): { extensions?: { cost?: Cost } } {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${whose} and no JSON: ${text.slice(0, 200)}`);
  }
}

function callsOf({ headers }: Response): number | null {
  const calls = headers.get('x-upstream-calls');
  return calls === null ? null : Number(calls);
}

function costOf(result: { extensions?: { cost?: Cost } } | null): Cost | undefined {
  return result?.extensions?.cost;
}

function isSubscription({ operationName }: FetcherParams, document: DocumentNode | undefined): boolean {
  return document !== undefined && getOperationAST(document, operationName)?.operation === 'subscription';
}

/**
 * A header whose token was not filled in is not sent: the other provider's fields, and the schema, need none.
 *
 * @returns the headers to send, and the names of those that are empty
 */
function fillIn(headers: unknown): [Record<string, string>, string[]] {
  const all = Object.entries((headers ?? {}) as Record<string, string>);
  const isEmpty = ([, value]: [string, string]) => /^(bearer)?\s*$/i.test(value);
  return [
    Object.fromEntries(all.filter((header) => !isEmpty(header))),
    all.filter(isEmpty).map(([name]) => name),
  ];
}
