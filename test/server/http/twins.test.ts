import { api, startSystem, upstream } from '../../support/system.js';
import { exchangeOne, type WireAnswer } from '../../support/raw-http.js';

/** Other spellings of an address: they are the route itself, headers and all, or nothing at all. */

startSystem({ NODE_ENV: 'development' });

const SEARCH = '?query=%7B__typename%7D';

async function get(address: string, ...lines: readonly string[]): Promise<WireAnswer> {
  const head = [`GET ${address} HTTP/1.1`, 'Host: a.example', 'Connection: close', ...lines, '\r\n'];
  return exchangeOne(api.url, head.join('\r\n'));
}

/** What belongs to a route: everything but what differs from answer to answer. */
function headersOf({ headers }: WireAnswer): unknown {
  return { ...headers, date: '', 'x-request-id': '' };
}

const preflight = 'apollo-require-preflight: true';

test.each([
  ['/graphql', '/%67raphql'],
  ['/graphql', '/g%72aphq%6c'],
  ['/graphql', 'http://a.example/graphql'],
  ['/graphql', 'https://evil.example:1/graphql'],
  ['/subgraph', '/%73ubgraph'],
  ['/subgraph', 'http://a.example/%73ubgraph'],
])('N05 %s spelt as %s has the same headers', async (path, twin) => {
  for (const lines of [[preflight], []]) {
    const [itself, other] = [await get(path + SEARCH, ...lines), await get(twin + SEARCH, ...lines)];
    expect([other.status, headersOf(other)]).toEqual([itself.status, headersOf(itself)]);
  }
  const { headers, text } = await get(twin + SEARCH, preflight);
  expect(text).toBe('{"data":{"__typename":"Query"}}\n');
  expect(headers).toMatchObject({
    'cache-control': 'private, no-store',
    vary: 'accept, authorization, northflank-authorization, router-authorization',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
});

test.each(['PUT', 'OPTIONS', 'HEAD', 'PROPFIND'])('N05 %s is 405 in every spelling', async (method) => {
  for (const address of ['/graphql', '/%67raphql', 'http://a.example/graphql']) {
    const { status, headers } = await exchangeOne(
      api.url,
      `${method} ${address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    expect([status, headers['allow'], headers['cache-control'], headers['vary']]).toEqual([
      405,
      'GET, POST',
      'private, no-store',
      'accept, authorization, northflank-authorization, router-authorization',
    ]);
  }
});

test.each([
  '//graphql',
  '/graphql/',
  '/graphql/..%2f',
  '/GRAPHQL',
  '/./graphql',
  '/x/../graphql',
  '/graphqlx',
  '/graphql%2f',
  '//a.example/graphql',
  '/%2567raphql',
  '/metricsx',
  '/graphiql/../assets.json',
  '/graphiql/%2e%2e/assets.json',
  '/graphiql/..%2fassets.json',
])('N05 %s is nothing, and says so as everything else does', async (address) => {
  const { status, headers, text } = await get(address, preflight);
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([404, 'BAD_REQUEST']);
  expect(headers).toMatchObject({
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
  expect(await upstream.paths()).toEqual([]);
});

test('N05 a query without a path is no address', async () => {
  expect((await get(SEARCH, preflight)).status).toBe(400);
});

test('N05 the page has its policy by every spelling of its address', async () => {
  const [page, twin] = [await get('/'), await get('http://a.example/')];
  expect([twin.status, headersOf(twin)]).toEqual([200, headersOf(page)]);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
});
