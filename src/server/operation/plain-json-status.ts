/** Refusals of well-formed requests: what came was a GraphQL request, only not one that this graph can run. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

const RESPONSE_TYPE = 'application/graphql-response+json';

/**
 * GraphQL over HTTP: clients that ask for `application/json` get a refusal as 200, since a 400 of that type may be
 * some proxy's and is not read. Apollo Server answers 400 to every client, and so do we to one that names no type.
 *
 * @param codes those of the answer's errors
 */
export function toPlainJsonStatus(status: number, accept: string, codes: readonly unknown[]): number {
  if (status !== 400 || !accept.includes('application/json') || accept.includes(RESPONSE_TYPE)) return status;
  return codes.every((code) => REFUSALS.has(code)) ? 200 : status;
}
