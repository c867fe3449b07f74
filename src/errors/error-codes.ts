/** What a code tells people: its cause, and what to do about it. */
interface ErrorText {
  readonly description: string;
  readonly repair: string;
}

/**
 * The closed list of codes that a top-level error can carry in `extensions.code`, beside the ones GraphQL servers share
 * (`sharedErrorCodes`). The schema publishes this list as the enum `ErrorCode`, descriptions included, so it is written
 * for the people who read the schema; docs/errors.md has the repairs beside them.
 */
export const errorCodes = {
  BAD_USER_INPUT: {
    retryable: false,
    description:
      'An argument, id, variable or request body is not acceptable. The message names it and says what was expected. Nothing was asked of a provider for the field that it stands on.',
    repair: 'Mend what the message names; asking again unchanged is in vain.',
  },
  UNAUTHENTICATED: {
    retryable: false,
    description:
      'The credential for the provider is missing, malformed, expired or refused, by the provider or by this service.',
    repair:
      'Send `Authorization: Bearer ...` for Altostrat, `Northflank-Authorization: Bearer ...` for Northflank, with a token that is still good.',
  },
  FORBIDDEN: {
    retryable: false,
    description:
      'The credential is valid but does not give access to this account; or the field is for routers alone.',
    repair:
      'Ask with a token that may see the account; `workspaces` and `billingAccounts` list what yours can see.',
  },
  NOT_FOUND: {
    retryable: false,
    description: 'The workspace or billing account does not exist at the provider.',
    repair: 'Compare the id with those that `workspaces` and `billingAccounts` list.',
  },
  INVALID_CURSOR: {
    retryable: false,
    description:
      'The cursor is damaged, belongs to another list, or points at a row that is gone and of which it keeps no time. Start again from the first page.',
    repair:
      'Begin again without a cursor. Filters and order belong to one: use it with those that it came with.',
  },
  PAGINATION_TOO_DEEP: {
    retryable: false,
    description:
      'The answer lies further down the list than the upstream calls of one operation reach, or so does the place of a row that is gone; or it lies among rows that the provider keeps back.',
    repair:
      'Walk forward from the first page, whose cursors go on where it ended; or have `MAX_UPSTREAM_CALLS` raised.',
  },
  QUERY_TOO_COSTLY: {
    retryable: false,
    description:
      'The upstream calls that one operation may make were used up before this field had its turn (the description of the schema says how they are shared); or the answer would have more fields or bytes than one may; or errors were left out of it.',
    repair:
      'Ask for less at a time: fewer accounts, smaller pages, lines of fewer invoices. `extensions.cost` tells the calls beforehand.',
  },
  RATE_LIMITED: {
    retryable: true,
    description:
      'The provider limits this credential for now, or did so before and is not asked again until a pause is over; or the calls are used up that this service makes for a credential in a minute; or the credential has as many streams open as it may. `retryAfterMs` says for how long, where that is known: from the provider, or from the pause.',
    repair: 'Ask again after `retryAfterMs`.',
  },
  UPSTREAM_UNAVAILABLE: {
    retryable: true,
    description:
      'The provider could not be reached or answered with a server error, also when a read was made again; or it has been in trouble of late, and is not asked for the `retryAfterMs` that the error tells. On the request as a whole, with status 503: the keys that tokens are verified with are not there yet.',
    repair:
      'Ask again after `retryAfterMs`, or in some seconds where there is none; `BillingAccount.source` tells whether the provider answers.',
  },
  UPSTREAM_TIMEOUT: {
    retryable: true,
    description:
      'The provider did not answer within the deadline, or other calls of the credential took all the time that this one had.',
    repair: 'Ask again, for less; an operator may raise `UPSTREAM_TIMEOUT_MS`.',
  },
  UPSTREAM_INVALID_RESPONSE: {
    retryable: false,
    description:
      'The provider answered with something this service cannot read exactly. No figure is guessed.',
    repair:
      'Nothing that a client can do: leave the field out. Operators find in `billing_provider_drift_total` and the log what came.',
  },
  UPSTREAM_REJECTED: {
    retryable: false,
    description: 'The provider refused the request as it stands; repeating it unchanged will not help.',
    repair:
      'Change the request; `upstream.status` is what the provider answered. Report it with `upstream.requestId` where the request is sound.',
  },
  SHUTTING_DOWN: {
    retryable: true,
    description:
      'This server is stopping and takes no new operations. Nothing was done; ask again, and another one answers. At the end of a stream: it was ended for that.',
    repair: 'Ask again at once; a balancer sends it to another server.',
  },
  OVERLOADED: {
    retryable: true,
    description:
      'This server has more to do than it can at the moment; ask again later. On the request as a whole, with status 503, nothing was done, and `retry-after` names the seconds. On a field, the answer of a provider was a large one, and there were as many of those as there is room for. Of a stream: as many are open as may be, or its client let too many events wait.',
    repair: 'Ask again after `retry-after`, with fewer requests at once.',
  },
  INTERNAL_SERVER_ERROR: {
    retryable: false,
    description: 'A fault of this service. Give the `correlationId` when you report it.',
    repair: 'Report it, with the `correlationId`.',
  },
} as const satisfies Record<string, ErrorText & { retryable: boolean }>;

/** A code that is published. */
export type ErrorCode = keyof typeof errorCodes;

/**
 * Codes that GraphQL servers share, for requests that never came to be executed. Clients know them by these names, so
 * they are not in the graph's own enum; docs/answers.md lists them. BAD_REQUEST is also what HTTP itself refuses.
 */
export const sharedErrors = {
  BAD_REQUEST: {
    description: 'HTTP refuses the request: its method, address, headers or body, before GraphQL begins.',
    repair:
      'POST JSON `{ "query": "...", "variables": {} }` to `/graphql` with `content-type: application/json`; the message says what is wrong.',
  },
  GRAPHQL_PARSE_FAILED: {
    description: 'The document is no GraphQL, or has more tokens or a deeper nesting than one may have.',
    repair: 'Mend the document at the line and column of `locations`.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    description: 'The document asks for what the schema does not have.',
    repair: 'Compare it with `schema/billing.graphql`; the message names the field or argument.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    description: 'It is not clear which operation is meant, or there is none of that kind.',
    repair: 'Send `operationName` where the document has several operations.',
  },
  PERSISTED_QUERY_ID_REQUIRED: {
    description:
      'The server answers registered documents alone, and the request sent text of its own, or no id.',
    repair:
      'Send the id of a registered document and no `query`; or have the document registered (docs/clients.md).',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    description: 'The id of a document came alone, and no document is registered under it.',
    repair: 'Send the query beside its hash, where the server takes text; otherwise have it registered.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    description: 'The hash of a query came alone, and this server keeps none.',
    repair: 'Send the query itself.',
  },
} as const satisfies Record<string, ErrorText>;

/** The codes of requests that GraphQL itself refuses, in the words that its servers share. */
export const sharedErrorCodes = Object.keys(sharedErrors) as readonly SharedErrorCode[];

export type SharedErrorCode = keyof typeof sharedErrors;
