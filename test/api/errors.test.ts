import { errorCodes, type ErrorCode } from '../../src/errors/error-codes.js';
import { startApi, type Asking, type GraphqlError } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { freshToken } from '../support/fresh-token.js';
import { askFaulty } from '../support/faulty-apollo.js';
import type { Fault } from '../../sandbox/faults/fault.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Each code of the published list is reached, with exactly the extensions that it may carry. */

startSystem({ MAX_UPSTREAM_CALLS: '3', UPSTREAM_TIMEOUT_MS: '3000' });
afterEach(async () => upstream.clearFaults());

const acme = accountField('cus_acme_us', 'ws_acme');
const list = `{ ${acme} { invoices { nodes { number } } } }`;

async function firstError(query: string, asking: Asking = {}): Promise<GraphqlError> {
  const { errors } = await api.ask(query, { ...asking, headers: { 'x-request-id': 'corr-1' } });
  return errors[0] as GraphqlError;
}

async function firstErrorOf(fault: Fault): Promise<GraphqlError> {
  await upstream.fault({ fault });
  return firstError(list, { token: await freshToken(upstream) });
}

/** What a server answers that has been told to stop and still has an operation to finish. */
async function errorWhileStopping(): Promise<GraphqlError> {
  const stopping = await startApi({ ALTOSTRAT_URL: upstream.url });
  await upstream.forget();
  await upstream.fault({ fault: { kind: 'latency', ms: 1000 } });
  const running = stopping.ask(list);
  while ((await upstream.paths()).length === 0) continue;
  const ended = stopping.stop();
  while ((await fetch(`${stopping.url}/readyz`)).status !== 503) continue;
  const { errors } = await stopping.ask(list, { headers: { 'x-request-id': 'corr-1' } });
  await Promise.all([running, ended]);
  return errors[0] as GraphqlError;
}

async function errorOfOneTooMany(): Promise<GraphqlError> {
  const small = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_OPERATIONS: '1' });
  await upstream.forget();
  await upstream.fault({ fault: { kind: 'hold' } });
  const running = small.ask(list);
  while ((await upstream.paths()).length === 0) continue;
  const { errors } = await small.ask(list, { headers: { 'x-request-id': 'corr-1' } });
  await upstream.clearFaults();
  await running;
  await small.stop();
  return errors[0] as GraphqlError;
}

interface Case {
  readonly reach: () => Promise<GraphqlError>;
  /** Beside `code` and `correlationId`. */
  readonly extensions: Record<string, unknown>;
}

const upstreamStatus = (status: number): object => ({ status, requestId: 'corr-1' });
const ALTOSTRAT = { provider: 'ALTOSTRAT' };

const cases: Record<ErrorCode, Case> = {
  BAD_USER_INPUT: {
    reach: async () => firstError(`{ ${acme} { invoices(first: -1) { nodes { number } } } }`),
    extensions: { retryable: false },
  },
  UNAUTHENTICATED: {
    reach: async () => firstError(list, { token: 'sandbox-altostrat-expired' }),
    extensions: { retryable: false, ...ALTOSTRAT, upstream: upstreamStatus(401) },
  },
  FORBIDDEN: {
    reach: async () => firstError(`{ ${accountField('cus_initech', 'ws_initech')} { name } }`),
    extensions: { retryable: false, ...ALTOSTRAT, upstream: upstreamStatus(403) },
  },
  NOT_FOUND: {
    reach: async () => firstError(`{ ${accountField('cus_none', 'ws_acme')} { invoices { nodes { id } } } }`),
    extensions: { retryable: false, ...ALTOSTRAT, upstream: upstreamStatus(404) },
  },
  INVALID_CURSOR: {
    reach: async () => firstError(`{ ${acme} { invoices(first: 1, after: "damaged") { nodes { id } } } }`),
    extensions: { retryable: false },
  },
  PAGINATION_TOO_DEEP: {
    reach: async () => firstError(`{ ${acme} { invoices(last: 1) { nodes { id } } } }`),
    extensions: { ...ALTOSTRAT, retryable: false },
  },
  QUERY_TOO_COSTLY: {
    reach: async () => {
      const accounts = ['us', 'eu', 'za', 'uk'].map((name) => accountField(`cus_acme_${name}`, 'ws_acme'));
      return firstError(`{ ${accounts.map((field, index) => `a${index}: ${field} { name }`).join(' ')} }`);
    },
    extensions: { retryable: false },
  },
  RATE_LIMITED: {
    reach: async () => firstErrorOf({ kind: 'rateLimit', retryAfter: 2 }),
    extensions: { retryable: true, ...ALTOSTRAT, retryAfterMs: 2000, upstream: upstreamStatus(429) },
  },
  UPSTREAM_UNAVAILABLE: {
    reach: async () => firstErrorOf({ kind: 'status', status: 503, headers: { 'retry-after': '7' } }),
    extensions: { retryable: true, ...ALTOSTRAT, retryAfterMs: 7000, upstream: upstreamStatus(503) },
  },
  UPSTREAM_TIMEOUT: {
    reach: async () => firstErrorOf({ kind: 'hang' }),
    extensions: { retryable: true, ...ALTOSTRAT },
  },
  UPSTREAM_INVALID_RESPONSE: {
    reach: async () => firstErrorOf({ kind: 'html', status: 200 }),
    extensions: { retryable: false, ...ALTOSTRAT },
  },
  UPSTREAM_REJECTED: {
    reach: async () => firstErrorOf({ kind: 'status', status: 409, body: { code: 'secret_reason' } }),
    extensions: { retryable: false, ...ALTOSTRAT, upstream: upstreamStatus(409) },
  },
  SHUTTING_DOWN: { reach: async () => errorWhileStopping(), extensions: { retryable: true } },
  OVERLOADED: { reach: async () => errorOfOneTooMany(), extensions: { retryable: true } },
  INTERNAL_SERVER_ERROR: {
    reach: async () => askFaulty(new Error('password=hunter2 at /srv/app.js'), 'corr-1'),
    extensions: { retryable: false },
  },
};

test('F29 every published code has its case below', () => {
  expect(Object.keys(cases).toSorted()).toEqual(Object.keys(errorCodes).toSorted());
});

test.each(Object.entries(cases))('F30 %s is reached, with exactly its extensions', async (code, each) => {
  const { message, extensions } = await each.reach();
  expect(extensions).toEqual({ code, correlationId: 'corr-1', ...each.extensions });
  expect(message).not.toMatch(/hunter2|secret_reason|127\.0\.0\.1|\/srv|Error:/);
});

test.each([
  ['GRAPHQL_PARSE_FAILED', '{', 400],
  ['GRAPHQL_VALIDATION_FAILED', '{ nothing }', 400],
])('F30 %s carries the same shape', async (code, query, status) => {
  const answer = await api.ask(query, {
    headers: { 'x-request-id': 'corr-1', accept: 'application/graphql-response+json' },
  });
  expect(answer.status).toBe(status);
  expect(answer.errors[0]?.extensions).toEqual({ code, retryable: false, correlationId: 'corr-1' });
});

test('F29 the enum ErrorCode publishes the list, in its own words', async () => {
  const { data } = await api.ask('{ __type(name: "ErrorCode") { kind enumValues { name description } } }');
  expect(data.__type.kind).toBe('ENUM');
  expect(data.__type.enumValues).toEqual(
    Object.entries(errorCodes).map(([name, { description, retryable }]) => ({
      name,
      description: `${description} ${retryable ? 'Retryable.' : 'Not retryable.'}`,
    })),
  );
});
