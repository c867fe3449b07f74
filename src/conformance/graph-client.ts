import { fail } from './expect.js';

/** A graph, and on whose behalf it is asked. */
export interface GraphAccess {
  /** Where operations are posted to, such as `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** The credential, as `{ authorization: 'Bearer ...' }`; none for a caller without one. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An error of an answer, as far as it is looked at. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What a server answered to one operation. */
export interface GraphAnswer {
  /** As it came; null where there is none. */
  readonly data: unknown;
  readonly errors: readonly GraphError[];
  /** `extensions.cost`; undefined where the server does not show it. */
  readonly cost: { readonly predictedCalls: number; readonly actualCalls: number } | undefined;
  /** The header `x-upstream-calls`. */
  readonly upstreamCalls: number;
  /** The body as it came. */
  readonly text: string;
}

/** Asks past everything that is kept: what is checked is the provider. */
export async function ask(
  { url, headers }: GraphAccess,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<GraphAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const body = parse(text, response.status);
  return {
    data: body.data ?? null,
    errors: body.errors ?? [],
    cost: body.extensions?.cost,
    upstreamCalls: Number(response.headers.get('x-upstream-calls')),
    text,
  };
}

/** The data of an answer that has no errors. */
export async function read<Data>(
  access: GraphAccess,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const { data, errors } = await ask(access, query, variables);
  if (errors.length > 0) fail(`The errors of ${query}`, [], errors);
  return data as Data;
}

interface GraphBody extends Partial<Pick<GraphAnswer, 'data' | 'errors'>> {
  readonly extensions?: Pick<GraphAnswer, 'cost'>;
}

function parse(text: string, status: number): GraphBody {
  try {
    return JSON.parse(text) as GraphBody;
  } catch {
    return fail('The answer of the graph', 'JSON', `status ${status}: ${text}`);
  }
}
