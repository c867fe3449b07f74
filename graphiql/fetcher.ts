import type { Fetcher } from '@graphiql/toolkit';

/**
 * Sends every operation, introspection too, by POST to our own origin. The answer's status is not looked at: a GraphQL
 * error is a result to show. Only an answer that is no JSON (a proxy's error page) becomes an error of ours.
 */
export function createFetcher(graphqlPath: string): Fetcher {
  return async (parameters, options) => {
    const response = await fetch(graphqlPath, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...filledIn(options?.headers),
      },
      body: JSON.stringify(parameters),
    });
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

/** A header whose token was not filled in is not sent: the other provider's fields, and the schema, need none. */
function filledIn(headers: unknown): Record<string, string> {
  const all = Object.entries((headers ?? {}) as Record<string, string>);
  return Object.fromEntries(all.filter(([, value]) => !/^bearer\s*$/i.test(value)));
}
