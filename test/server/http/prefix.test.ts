import { startApi, type Api } from '../../support/api.js';
import { startPrefixProxy, type PrefixProxy } from '../../support/prefix-proxy.js';

/** The service below a prefix of a proxy: no address that it names leads out of it. */

let api: Api;
let proxy: PrefixProxy;
/** Says its prefix, so that the page can be served at an address without its last slash. */
let telling: PrefixProxy;

beforeAll(async () => {
  api = await startApi({});
  proxy = await startPrefixProxy(api.url, '/tools/billing');
  telling = await startPrefixProxy(api.url, '/tools/billing', { 'x-forwarded-prefix': '/tools/billing' });
});
afterAll(async () => {
  await Promise.all([proxy?.close(), telling?.close()]);
  await api?.stop();
});

interface Page {
  /** Every address in attributes and in the page's configuration. */
  readonly addresses: readonly string[];
  readonly graphqlPath: string;
}

async function open(url: string): Promise<Page> {
  const response = await fetch(url);
  const html = await response.text();
  expect([response.status, response.headers.get('vary')]).toEqual([200, 'x-forwarded-prefix']);
  const attributes = [...html.matchAll(/ (?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
  const text = /<script id="configuration"[^>]*>([^]*?)<\/script>/.exec(html)?.[1] ?? '';
  const { graphqlPath, workers } = JSON.parse(text) as { graphqlPath: string; workers: object };
  return { addresses: [...attributes, ...(Object.values(workers) as string[])], graphqlPath };
}

/** What scripts import and style sheets load, of those that lie beside them. */
function namedIn(text: string, type: string): readonly string[] {
  const names = type.startsWith('text/css') ? /url\("?([^")]+)"?\)/g : /["'](\.{0,2}\/[\w./-]+\.js)["']/g;
  return [...text.matchAll(names)].map(([, name = '']) => name).filter((name) => !name.startsWith('data:'));
}

/** Fetches what is named, and what that names in turn. Returns every address that was asked. */
async function follow(
  addresses: readonly string[],
  base: string,
  seen = new Set<string>(),
): Promise<Set<string>> {
  for (const address of addresses) {
    const url = new URL(address, base).href;
    if (seen.has(url)) continue;
    seen.add(url);
    const response = await fetch(url);
    const type = response.headers.get('content-type') ?? '';
    expect([url, response.status]).toEqual([url, 200]);
    if (/javascript|css/.test(type)) await follow(namedIn(await response.text(), type), url, seen);
    else await response.arrayBuffer();
  }
  return seen;
}

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });
  return response.json();
}

test.each([
  ['with its last slash', () => proxy, '/'],
  ['without it, where the proxy tells its prefix', () => telling, ''],
])('F59 the page %s: every script, style, font, worker and icon is found', async (_what, from, end) => {
  const base = `${from().url}${end}`;
  const { addresses, graphqlPath } = await open(base);
  const seen = await follow(addresses, base);
  // The page names a dozen; they name the others.
  expect(seen.size).toBeGreaterThan(40);
  for (const url of seen) expect(url.startsWith(`${from().url}/graphiql/`)).toBe(true);
  expect(await ask(new URL(graphqlPath, base).href)).toEqual({ data: { __typename: 'Query' } });
});

test.each(['graphql', 'subgraph'])('F59 a browser that opens /%s is sent to the page', async (path) => {
  const headers = { accept: 'text/html' };
  const response = await fetch(`${proxy.url}/${path}`, { headers, redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([302, './']);
  const { url } = await fetch(`${proxy.url}/${path}`, { headers });
  expect(url).toBe(`${proxy.url}/`);
});

test.each(['//evil.example', '/a"b', '/../b', 'https://evil.example', '/a\\b', '/', ''])(
  'F59 a prefix that is none (%s) is not repeated',
  async (prefix) => {
    const response = await fetch(`${api.url}/`, { headers: { 'x-forwarded-prefix': prefix } });
    expect(/<script type="module" src="([^"]{9})/.exec(await response.text())?.[1]).toBe('graphiql/');
  },
);

test.each(['/healthz', '/readyz', '/metrics'])('%s answers below the prefix', async (path) => {
  expect((await fetch(`${proxy.url}${path}`)).status).toBe(200);
});

test('N05 what is not served is refused in words that name no address outside the prefix', async () => {
  const text = await (await fetch(`${proxy.url}/nothing`)).text();
  expect(text).not.toContain('http');
  expect(text).toContain('The addresses of the API end with \\"/graphql\\".');
});
