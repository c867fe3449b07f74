import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { UPSTREAM_CALLS } from '../operation/answer-text.js';
import type { CredentialHeader } from '../operation/credentials.js';
import { noSniffing } from './answer-headers.js';
import type { Drain } from './drain.js';
import type { ReportRequest } from './report-requests.js';
import type { HeadCheck } from './request-head.js';
import { toRequestId } from './request-id.js';

/** Whose pages may call what, and who is told of what was answered. */
export interface CorsOptions {
  /** Exact origins, as browsers write them. */
  readonly origins: ReadonlySet<string>;
  /** Methods that each path takes. Nothing else is open to pages. */
  readonly methods: ReadonlyMap<string, string>;
  readonly providers: readonly CredentialHeader[];
  readonly checkHead: HeadCheck;
  readonly drain: Drain;
  readonly report: ReportRequest;
}

/** What a page may read of an answer, beside what every page may. */
const EXPOSED = [UPSTREAM_CALLS, 'x-request-id', 'retry-after', 'content-disposition', 'etag'].join(', ');

/** What a page may send, beside credentials. A router is no page. */
const SENDABLE = [
  'content-type',
  'cache-control',
  'if-none-match',
  'last-event-id',
  'x-request-id',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'apollographql-client-name',
  'apollographql-client-version',
];

/** As long as browsers keep such an answer at most. */
const PREFLIGHT_AGE_S = 7200;

/**
 * Lets pages of some origins read answers, refusals too: their headers are set before anybody else sees the request, so that
 * whoever answers it adds to them. Credentials of the browser's own (cookies) are never allowed: tokens are headers.
 */
export function createCors(options: CorsOptions): (next: RequestListener) => RequestListener {
  const { origins, methods, checkHead } = options;
  const answerPreflight = createPreflight(options);
  return (next) => (message, response) => {
    const { origin } = message.headers;
    const taken = origin !== undefined && origins.has(origin) ? methods.get(pathOf(message)) : undefined;
    if (origin === undefined || taken === undefined) return next(message, response);
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', EXPOSED);
    response.setHeader('vary', 'origin');
    if (isPreflight(message) && checkHead(message) === undefined)
      return answerPreflight(message, response, taken);
    return next(message, response);
  };
}

function createPreflight({ providers, drain, report }: CorsOptions) {
  const credentials = providers.map(({ credentialHeader }) => credentialHeader);
  const allowed = [...SENDABLE, ...credentials].join(', ');
  return (message: IncomingMessage, response: ServerResponse, methods: string): void => {
    const startedAtMs = performance.now();
    const id = toRequestId(message.headers['x-request-id'], randomUUID);
    response.writeHead(204, {
      'access-control-allow-methods': methods,
      'access-control-allow-headers': allowed,
      'access-control-max-age': String(PREFLIGHT_AGE_S),
      'x-request-id': id,
      [noSniffing[0]]: noSniffing[1],
      ...(drain.isBegun && { connection: 'close' }),
    });
    response.end();
    const durationMs = performance.now() - startedAtMs;
    const route = pathOf(message);
    const request = { requestId: id, method: 'OPTIONS', route, status: 204, durationMs };
    report({ ...request, operation: undefined, errorCodes: undefined });
  };
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function pathOf({ url = '' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
