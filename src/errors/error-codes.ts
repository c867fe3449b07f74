/**
 * The closed list of codes that a top-level error can carry in `extensions.code`, beside the ones GraphQL servers share
 * (`sharedErrorCodes`). The schema publishes this list as the enum `ErrorCode`, descriptions included, so it is written
 * for the people who read the schema.
 */
export const errorCodes = {
  BAD_USER_INPUT: {
    retryable: false,
    description:
      'An argument, id, variable or request body is not acceptable. The message names it and says what was expected. Nothing was asked of a provider for the field that it stands on.',
  },
  UNAUTHENTICATED: {
    retryable: false,
    description:
      'The credential for the provider is missing, malformed, expired or refused, by the provider or by this service.',
  },
  FORBIDDEN: {
    retryable: false,
    description:
      'The credential is valid but does not give access to this account; or the field is for routers alone.',
  },
  NOT_FOUND: {
    retryable: false,
    description: 'The workspace or billing account does not exist at the provider.',
  },
  INVALID_CURSOR: {
    retryable: false,
    description:
      'The cursor is damaged, belongs to another list, or points at a row that is gone. Start again from the first page.',
  },
  PAGINATION_TOO_DEEP: {
    retryable: false,
    description:
      'The answer lies further down the list than the upstream calls of one operation reach, or among rows that the provider keeps back.',
  },
  QUERY_TOO_COSTLY: {
    retryable: false,
    description:
      'The upstream calls that one operation may make were used up before this field had its turn (the description of the schema says how they are shared); or the answer would have more fields or bytes than one may; or errors were left out of it.',
  },
  RATE_LIMITED: {
    retryable: true,
    description:
      'The provider limits this credential for now, or did so before and is not asked again until a pause is over; or the calls are used up that this service makes for a credential in a minute; or the credential has as many streams open as it may. `retryAfterMs` says for how long, where that is known: from the provider, or from the pause.',
  },
  UPSTREAM_UNAVAILABLE: {
    retryable: true,
    description:
      'The provider could not be reached or answered with a server error, also when a read was made again; or it has been in trouble of late, and is not asked for the `retryAfterMs` that the error tells. On the request as a whole, with status 503: the keys that tokens are verified with are not there yet.',
  },
  UPSTREAM_TIMEOUT: {
    retryable: true,
    description:
      'The provider did not answer within the deadline, or other calls of the credential took all the time that this one had.',
  },
  UPSTREAM_INVALID_RESPONSE: {
    retryable: false,
    description:
      'The provider answered with something this service cannot read exactly. No figure is guessed.',
  },
  UPSTREAM_REJECTED: {
    retryable: false,
    description: 'The provider refused the request as it stands; repeating it unchanged will not help.',
  },
  SHUTTING_DOWN: {
    retryable: true,
    description:
      'This server is stopping and takes no new operations. Nothing was done; ask again, and another one answers. At the end of a stream: it was ended for that.',
  },
  OVERLOADED: {
    retryable: true,
    description:
      'This server has more to do than it can at the moment; ask again later. On the request as a whole, with status 503, nothing was done, and `retry-after` names the seconds. On a field, the answer of a provider was a large one, and there were as many of those as there is room for. Of a stream: as many are open as may be, or its client let too many events wait.',
  },
  INTERNAL_SERVER_ERROR: {
    retryable: false,
    description: 'A fault of this service. Give the `correlationId` when you report it.',
  },
} as const satisfies Record<string, { retryable: boolean; description: string }>;

export type ErrorCode = keyof typeof errorCodes;

/**
 * Codes that GraphQL servers share, for requests that never came to be executed. Clients know them by these names, so
 * they are not in the graph's own enum; the README lists them. BAD_REQUEST is also what HTTP itself refuses.
 */
export const sharedErrorCodes = [
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
] as const;

export type SharedErrorCode = (typeof sharedErrorCodes)[number];
