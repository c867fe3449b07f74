import { GraphQLError } from 'graphql';

/** An error of the whole request, with the HTTP status that goes with it. */
export function toRequestError(originalError: Error, status: number): GraphQLError {
  return new GraphQLError(originalError.message, { originalError, extensions: { http: { status } } });
}
