import { formatResult, type Fetcher, type FetcherParams, type FetcherReturnType } from '@graphiql/toolkit';
import { getOperationAST, type DocumentNode, type ExecutionResult } from 'graphql';
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
    const [result, cost] = takeCost(readJson(text, `${graphqlPath} answered with status ${response.status}`));
    const missedHeaders = emptyHeaders.filter((name) => isMissed(name, result));
    const shown = formatResult(result);
    if (isRun) onRun({ upstreamCalls: callsOf(response), durationMs, cost, missedHeaders, response: shown });
    return result;
  };
}

type Result = ExecutionResult<Record<string, unknown>, { cost?: Cost }>;

function readJson(text: string, whose: string): Result {
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

/** The result without `extensions.cost`, which is shown below it, and that. */
function takeCost(result: Result): [Result, Cost | undefined] {
  const { cost, ...extensions } = result.extensions ?? {};
  if (cost === undefined) return [result, undefined];
  const { extensions: _all, ...rest } = result;
  return [{ ...rest, ...(Object.keys(extensions).length > 0 && { extensions }) }, cost];
}

function isSubscription({ operationName }: FetcherParams, document: DocumentNode | undefined): boolean {
  return document !== undefined && getOperationAST(document, operationName)?.operation === 'subscription';
}

/** Whether the answer says that a provider needed the header. */
function isMissed(name: string, { errors = [] }: Result): boolean {
  return errors.some(({ message }) => message.includes(`"${name}: `));
}

/** Whether a header waits for its token to be filled in. */
export function isEmptyToken(value: string): boolean {
  return /^(bearer)?\s*$/i.test(value);
}

/**
 * A header whose token was not filled in is not sent: the other provider's fields, and the schema, need none.
 *
 * @returns the headers to send, and the names of those that are empty
 */
function fillIn(headers: unknown): [Record<string, string>, string[]] {
  const all = Object.entries((headers ?? {}) as Record<string, string>);
  const isEmpty = ([, value]: [string, string]) => isEmptyToken(value);
  return [
    Object.fromEntries(all.filter((header) => !isEmpty(header))),
    all.filter(isEmpty).map(([name]) => name),
  ];
}
