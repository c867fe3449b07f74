import { startProcess, type Api } from '../../support/api.js';
import { freshToken } from '../../support/fresh-token.js';
import { accountField } from '../../support/invoice-row.js';
import { exchangeOne, postHead } from '../../support/raw-http.js';
import { startUpstream, type Upstream } from '../../support/upstream.js';

/** What a browser is told of whose pages may read what; and that everybody else's are told nothing. */

const ORIGIN = 'https://app.example';
const DEV = 'http://localhost:5173';

let upstream: Upstream;
let api: Api;
let closed: Api;
beforeAll(async () => {
  upstream = await startUpstream();
  const environment = { ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url, MAX_OPERATIONS: '1' };
  [api, closed] = await Promise.all([
    startProcess({ ...environment, CORS_ORIGINS: `${ORIGIN},${DEV}` }),
    startProcess(environment),
  ]);
  // Two processes at once, on machines that have other things to do.
}, 60_000);
afterAll(async () => {
  await Promise.all([api?.stop(), closed?.stop()]);
  await upstream?.close();
});
beforeEach(async () => upstream.forget());

const NAME = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
const EXPOSED = 'x-upstream-calls, x-request-id, retry-after, content-disposition, etag';

/** What of an answer is for browsers. */
function corsOf({ headers }: { readonly headers: Headers }): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

const readable = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': EXPOSED,
});

const preflight = async (path: string, origin: string, server: Api = api): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

test.each([
  ['/graphql', ORIGIN, 'GET, POST'],
  ['/graphql', DEV, 'GET, POST'],
  ['/graphql?operationName=A', ORIGIN, 'GET, POST'],
  ['/export', ORIGIN, 'GET'],
])(
  'H21 the browser asks whether %s may be called from %s, and is told how',
  async (path, origin, methods) => {
    const asked = await preflight(path, origin);
    expect([asked.status, await asked.text()]).toEqual([204, '']);
    expect(corsOf(asked)).toEqual({
      ...readable(origin),
      'access-control-allow-methods': methods,
      'access-control-allow-headers':
        'content-type, cache-control, if-none-match, last-event-id, x-request-id, apollo-require-preflight, ' +
        'x-apollo-operation-name, apollographql-client-name, apollographql-client-version, authorization, northflank-authorization',
      'access-control-max-age': '7200',
    });
    expect([asked.headers.get('vary'), asked.headers.get('x-content-type-options')]).toEqual([
      'origin',
      'nosniff',
    ]);
    expect(asked.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(await upstream.paths()).toEqual([]);
  },
);

test.each([
  ['null'],
  ['https://app.example.evil.example'],
  ['https://evil-app.example'],
  ['https://sub.app.example'],
  ['https://APP.example'],
  ['HTTPS://app.example'],
  ['https://app.example:443'],
  ['https://app.example:8443'],
  ['https://app.example/'],
  ['http://app.example'],
  ['http://localhost:5174'],
  ['http://127.0.0.1:5173'],
  ['https://app.example, http://localhost:5173'],
  ['*'],
])('H08 H21 a page of %s is told nothing, whatever it sends', async (origin) => {
  const asked = await preflight('/graphql', origin);
  expect([asked.status, asked.headers.get('allow'), corsOf(asked)]).toEqual([405, 'GET, POST', {}]);
  const answer = await api.ask('{ __typename }', { headers: { origin } });
  expect([answer.status, corsOf(answer)]).toEqual([200, {}]);
});

test('H21 two origins are none', async () => {
  const body = '{"query":"{ __typename }"}';
  const lines = [`Origin: ${ORIGIN}`, `Origin: ${ORIGIN}`, 'Connection: close'];
  const { status, headers } = await exchangeOne(api.url, postHead(body.length, ...lines) + body);
  expect([status, headers['access-control-allow-origin']]).toEqual([200, undefined]);
});

test.each(['/subgraph', '/', '/metrics', '/healthz', '/graphql/', '/%67raphql', '/webhooks/altostrat'])(
  'H21 %s is open to no page',
  async (path) => {
    expect(corsOf(await preflight(path, ORIGIN))).toEqual({});
    expect(corsOf(await fetch(`${api.url}${path}`, { headers: { origin: ORIGIN } }))).toEqual({});
  },
);

test('H21 where no origin is named nobody is told anything, and the answer does not vary by origin', async () => {
  const asked = await preflight('/graphql', ORIGIN, closed);
  expect([asked.status, corsOf(asked)]).toEqual([405, {}]);
  const answer = await closed.ask('{ __typename }', { headers: { origin: ORIGIN } });
  expect([corsOf(answer), answer.headers.get('vary')]).toEqual([
    {},
    'accept, authorization, northflank-authorization, router-authorization',
  ]);
});

test('H21 an answer is readable the first time and when it is known, with its calls, and varies by origin', async () => {
  for (const origin of [ORIGIN, DEV, ORIGIN]) {
    const answer = await api.ask(NAME, { headers: { origin } });
    expect([answer.status, answer.errors, corsOf(answer)]).toEqual([200, [], readable(origin)]);
    expect(answer.headers.get('x-upstream-calls')).toBe('1');
    expect(answer.headers.get('vary')).toBe(
      'accept, authorization, northflank-authorization, router-authorization, origin',
    );
  }
  const { headers } = await api.ask(NAME);
  expect([corsOf({ headers }), headers.get('vary')]).toEqual([
    {},
    'accept, authorization, northflank-authorization, router-authorization, origin',
  ]);
});

test('H21 no answer allows the credentials that a browser has by itself', async () => {
  const answers = [
    await preflight('/graphql', ORIGIN),
    await api.ask('{ __typename }', { headers: { origin: ORIGIN, cookie: 'a=b' } }),
  ];
  for (const { headers } of answers) expect(headers.has('access-control-allow-credentials')).toBe(false);
});

describe('H21 a page can read why it is refused:', () => {
  const headers = { origin: ORIGIN };

  test('a malformed credential', async () => {
    const answer = await api.ask(NAME, { token: null, headers: { ...headers, authorization: 'Basic abc' } });
    expect([answer.status, corsOf(answer)]).toEqual([401, readable(ORIGIN)]);
  });

  test('a request that any page could have sent, with what to do instead', async () => {
    const answer = await fetch(`${api.url}/graphql?query=%7B__typename%7D`, { headers });
    const { errors } = (await answer.json()) as { errors: unknown[] };
    expect([answer.status, corsOf(answer)]).toEqual([400, readable(ORIGIN)]);
    expect(errors).toEqual([
      {
        message:
          'Any web page could have sent this request (CSRF). POST it with "content-type: application/json" (in urql, "preferGetMethod: false"), or add the header "apollo-require-preflight: true".',
        extensions: {
          code: 'BAD_REQUEST',
          retryable: false,
          correlationId: answer.headers.get('x-request-id'),
        },
      },
    ]);
    expect(await upstream.paths()).toEqual([]);
  });

  test('a body that is no JSON, another method, and a document that is no GraphQL', async () => {
    const json = { ...headers, 'content-type': 'application/json' };
    for (const [init, status] of [
      [{ method: 'POST', body: '{', headers: json }, 400],
      [{ method: 'DELETE', headers }, 405],
      [{ method: 'POST', body: '{"query":"{"}', headers: json }, 400],
    ] as const) {
      const answer = await fetch(`${api.url}/graphql`, init);
      expect([answer.status, corsOf(answer)]).toEqual([status, readable(ORIGIN)]);
    }
  });

  test('an export without its accounts', async () => {
    const refused = await fetch(`${api.url}/export`, { headers });
    expect([refused.status, corsOf(refused)]).toEqual([400, readable(ORIGIN)]);
  });

  test('a pause that its provider asks for, and how long it is', async () => {
    const token = await freshToken(upstream);
    await upstream.fault({ fault: { kind: 'rateLimit', retryAfter: 60 } });
    const answer = await api.ask(NAME, { token, headers });
    await upstream.clearFaults();
    expect([answer.errors[0]?.extensions['code'], corsOf(answer)]).toEqual([
      'RATE_LIMITED',
      readable(ORIGIN),
    ]);
  });

  test('a server that has enough to do, before anything of the request is read', async () => {
    await upstream.fault({ fault: { kind: 'hold' } });
    const running = api.ask(NAME, { token: await freshToken(upstream) });
    while ((await upstream.paths()).length < 1) continue;
    const asked = await preflight('/graphql', ORIGIN);
    const refused = await api.ask('{ __typename }', { headers });
    await upstream.clearFaults();
    expect([asked.status, refused.status, refused.headers.get('retry-after'), corsOf(refused)]).toEqual([
      204,
      503,
      '1',
      readable(ORIGIN),
    ]);
    await running;
  });
});

test('H21 what browsers ask beforehand is in the log, with no origin', async () => {
  const before = api.output().length;
  await preflight('/graphql', ORIGIN);
  while (!api.output().slice(before).includes('"method":"OPTIONS"')) await new Promise(setImmediate);
  expect(api.output()).not.toContain('app.example');
});
