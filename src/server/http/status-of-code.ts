import type { ErrorCode } from '../../errors/error-codes.js';

/** Any other code is a fault of ours. */
const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  INVALID_CURSOR: 400,
  QUERY_TOO_COSTLY: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UPSTREAM_INVALID_RESPONSE: 502,
  UPSTREAM_REJECTED: 502,
  UPSTREAM_UNAVAILABLE: 503,
  OVERLOADED: 503,
  SHUTTING_DOWN: 503,
  UPSTREAM_TIMEOUT: 504,
};

/** The status of an answer that holds nothing but an error. */
export function toStatus(code: unknown): number {
  return statuses[code as ErrorCode] ?? 500;
}
