import { CombinedGraphQLErrors, ServerError } from '@apollo/client';

/** A failure as people are told of it. */
export interface Explanation {
  readonly text: string;
  /** How long to wait before trying again. Null: not known. */
  readonly retryAfterMs: number | null;
  /** Whether the tokens are at fault. */
  readonly isCredential: boolean;
  /** Whether the same question may be answered another time: not where it was a wrong one. */
  readonly isRepeatable: boolean;
}

/** What the API says of a failure, as an error or in a list's `sources`. */
export interface Failure {
  readonly code?: string | null | undefined;
  readonly message?: string | null | undefined;
  readonly provider?: string | null | undefined;
  readonly retryAfterMs?: number | null | undefined;
  readonly correlationId?: string | null | undefined;
}

const NAMES: Record<string, string> = { ALTOSTRAT: 'Altostrat', NORTHFLANK: 'Northflank' };

/** The name of a provider, for people. */
export function nameProvider(provider: string | null | undefined): string {
  return NAMES[provider ?? ''] ?? 'The provider';
}

/** Codes are what programs go by: each that people can do something about has its own words. */
export function explainFailure(failure: Failure): Explanation {
  const { code, retryAfterMs = null } = failure;
  return {
    text: toText(failure),
    retryAfterMs,
    isCredential: code === 'UNAUTHENTICATED',
    isRepeatable: code !== 'BAD_USER_INPUT',
  };
}

/** Of anything that Apollo Client gives as an error. Of several errors it tells the first. */
export function explainError(error: unknown): Explanation {
  const [first] = toFailures(error);
  return explainFailure(first ?? {});
}

/** Of the body of an answer that is none of GraphQL's, such as that of an export that is refused. */
export function explainBody(body: string): Explanation {
  const [first] = readBody(body);
  return explainFailure(first ?? {});
}

function toFailures(error: unknown): readonly Failure[] {
  if (CombinedGraphQLErrors.is(error)) return error.errors.map(toFailure);
  if (ServerError.is(error)) return readBody(error.bodyText);
  return [{ code: 'UNREACHABLE' }];
}

interface GraphqlError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

function toFailure({ message, extensions }: GraphqlError): Failure {
  return { message, ...extensions };
}

/** What is refused before GraphQL has the shape of GraphQL, unless something in between answered. */
function readBody(text: string): readonly Failure[] {
  try {
    return (JSON.parse(text) as { errors: readonly GraphqlError[] }).errors.map(toFailure);
  } catch {
    return [{ code: 'UNREACHABLE' }];
  }
}

function toText({ code, message, provider, correlationId }: Failure): string {
  const who = nameProvider(provider);
  switch (code) {
    case 'UNAUTHENTICATED':
      return `${who} does not accept the token: it is missing, has run out, or is not its own.`;
    case 'FORBIDDEN':
      return `${who} accepts the token, but it may not read this account.`;
    case 'NOT_FOUND':
      return `${who} does not have this account.`;
    case 'RATE_LIMITED':
      return `${who} takes no more questions with this token for now.`;
    case 'UPSTREAM_TIMEOUT':
      return `${who} did not answer in time.`;
    case 'UPSTREAM_UNAVAILABLE':
      return `${who} is in trouble, and cannot be asked just now.`;
    case 'UPSTREAM_INVALID_RESPONSE':
      return `${who} sent figures that cannot be read exactly, so they are not shown.`;
    case 'PAGINATION_TOO_DEEP':
    case 'QUERY_TOO_COSTLY':
      return 'This takes more calls to the providers than one question may make. Choose fewer accounts, or a narrower filter.';
    case 'INVALID_CURSOR':
      return 'The list has changed too much to go on from here. Read it again from the start.';
    case 'OVERLOADED':
    case 'SHUTTING_DOWN':
      return 'The billing service is busy or starting anew.';
    case 'UNREACHABLE':
      return 'The billing service cannot be reached.';
    case 'INTERNAL_SERVER_ERROR':
      return `Something went wrong in the billing service. When you report it, name ${correlationId ?? 'the time'}.`;
    default:
      return message ?? 'Something went wrong.';
  }
}
