import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { startApi, type Api, type GraphqlAnswer } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { START_WORDS } from '../support/start-words.js';

/** Who may use the fields that are for routers, and who may ask for a trace. */

const SECRETS = ['the-secret-of-today', 'the-secret-of-tomorrow'] as const;
const router = { 'router-authorization': SECRETS[0] };

let upstream: Upstream;
let closed: Api;
let open: Api;
let silent: Api;

beforeAll(async () => {
  upstream = await startUpstream();
  const urls = { ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url };
  [closed, open, silent] = await Promise.all([
    startApi({ ...urls, ROUTER_SECRET: SECRETS.join(','), LOG_LEVEL: 'trace' }),
    startApi({ ...urls, SUBGRAPH_NODE: 'on', SUBGRAPH_AUTHENTICATED: 'on' }),
    startApi({ ...urls, ROUTER_SECRET: SECRETS[0], INTROSPECTION: 'off' }),
  ]);
});
afterAll(async () => {
  await Promise.all([closed, open, silent].map(async (api) => api?.stop()));
  await upstream?.close();
});
beforeEach(async () => upstream.reset());

const entities =
  '_entities(representations: [{ __typename: "Workspace", id: "ws_acme" }]) { ... on Workspace { name } }';

const DOCUMENTS = [
  ['_service', '{ _service { sdl } }'],
  ['_entities', `{ ${entities} }`],
  ['an alias', `{ __typename a: ${entities} }`],
  ['a fragment', `{ ...Q } fragment Q on Query { ...R } fragment R on Query { ${entities} }`],
  ['an inline fragment', `{ ... on Query { ... @include(if: true) { ${entities} } } }`],
  ['another operation of the document', `query A { ${entities} } query B { __typename }`],
] as const;

const codes = ({ errors }: GraphqlAnswer): unknown[] => errors.map(({ extensions }) => extensions['code']);

test.each(DOCUMENTS)(
  'A14 %s is closed to all but the router: 403, without a call',
  async (what, document) => {
    const query = what.startsWith('another') ? document.replace('query B { __typename }', '') : document;
    const stranger = await closed.ask(query);
    expect([stranger.status, stranger.data, codes(stranger)]).toEqual([403, undefined, ['FORBIDDEN']]);
    expect(await upstream.paths()).toEqual([]);
    const known = await closed.ask(query, { headers: router });
    expect([known.status, known.errors]).toEqual([200, []]);
  },
);

test.each([
  ['a wrong one', 'the-secret-of-yesterday'],
  ['the beginning of it', SECRETS[0].slice(0, -1)],
  ['more than it', `${SECRETS[0]}x`],
  ['both at once', SECRETS.join(',')],
  ['with a scheme', `Bearer ${SECRETS[0]}`],
  ['in other case', SECRETS[0].toUpperCase()],
])('A14 %s is no secret', async (_, value) => {
  const answer = await closed.ask(`{ ${entities} }`, { headers: { 'router-authorization': value } });
  expect([answer.status, codes(answer)]).toEqual([403, ['FORBIDDEN']]);
});

test('A14 a secret that is sent twice is none, for nobody knows which one was meant', async () => {
  const send = async (secrets: string[]): Promise<number | undefined> => {
    const headers = { 'content-type': 'application/json', 'router-authorization': secrets };
    const sent = request(`${closed.url}/subgraph`, { method: 'POST', headers });
    sent.end(JSON.stringify({ query: `{ ${entities} }` }));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };
  expect(await send([SECRETS[0]])).toBe(200);
  expect(await send([SECRETS[0], SECRETS[0]])).toBe(403);
});

test.each(SECRETS)('A14 each of the secrets opens, on both addresses and by GET too: %s', async (secret) => {
  const headers = {
    'router-authorization': secret,
    authorization: 'Bearer sandbox-altostrat',
    'apollo-require-preflight': 'true',
  };
  for (const path of ['/graphql', '/subgraph']) {
    const address = `${closed.url}${path}?query=${encodeURIComponent(`{ ${entities} }`)}`;
    const answer = await fetch(address, { headers });
    expect(await answer.json()).toEqual({ data: { _entities: [{ name: 'Acme Networks' }] } });
    const stranger = await fetch(address, { headers: { ...headers, 'router-authorization': 'x' } });
    expect(stranger.status).toBe(403);
  }
});

test('A14 other operations need no secret, and no provider or log gets to see it', async () => {
  const answer = await closed.ask('{ workspace(id: "ws_acme") { name } }', { headers: router });
  expect([answer.data, answer.errors]).toEqual([{ workspace: { name: 'Acme Networks' } }, []]);
  expect((await closed.ask('{ workspace(id: "ws_acme") { name } }')).data).toEqual(answer.data);
  const calls = JSON.stringify(await upstream.calls());
  expect(calls).toContain('ws_acme');
  for (const secret of SECRETS) expect(calls + closed.output()).not.toContain(secret);
});

test('A14 without a secret in the settings, both fields are open', async () => {
  const answer = await open.ask(`{ ${entities} _service { sdl } }`);
  expect([answer.data._entities, answer.errors]).toEqual([[{ name: 'Acme Networks' }], []]);
});

test('T17 the SDL is served only where introspection is, also to the router; entities are data', async () => {
  const sdl = await silent.ask('{ _service { sdl } }', { headers: router });
  expect([sdl.status, codes(sdl)]).toEqual([403, ['FORBIDDEN']]);
  expect(sdl.errors[0]?.message).toBe('The field _service is served only where introspection is.');
  const found = await silent.ask(`{ ${entities} }`, { headers: router });
  expect(found.data).toEqual({ _entities: [{ name: 'Acme Networks' }] });
});

test('A15 a trace is for the router that asks for it, and holds no message', async () => {
  const asking = { 'apollo-federation-include-trace': 'ftv1' };
  const query = '{ workspace(id: "ws_nobody") { name } }';
  const traceOf = async (api: Api, headers: Record<string, string>): Promise<string | undefined> => {
    const { text } = await api.ask(query, { headers });
    return (JSON.parse(text) as { extensions?: { ftv1?: string } }).extensions?.ftv1;
  };
  expect(await traceOf(closed, asking)).toBeUndefined();
  expect(await traceOf(open, { ...asking, 'router-authorization': '' })).toBeUndefined();
  expect(await traceOf(closed, router)).toBeUndefined();
  const trace = Buffer.from((await traceOf(closed, { ...asking, ...router })) ?? '', 'base64').toString(
    'latin1',
  );
  expect(trace).toContain('workspace');
  expect(trace).toContain('<masked>');
  expect(trace).not.toContain('ws_nobody');
});

test('F47 settings put Query.node back, and @authenticated on every way in', async () => {
  const { data } = await open.ask('{ _service { sdl } }');
  expect(data._service.sdl).toMatch(/^ {2}node\($/m);
  expect(data._service.sdl).toMatch(/"@authenticated"/);
  expect(data._service.sdl).toMatch(
    /^type Workspace implements Node @key\(fields: "id"\) @authenticated \{$/m,
  );
  const list = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const body = JSON.stringify({ query: '{ node(id: "x") { id } }' });
  const served = await fetch(`${open.url}/subgraph`, { ...list, body });
  expect(await served.json()).toMatchObject({ errors: [{ path: ['node'] }] });
  const without = await fetch(`${closed.url}/subgraph`, { ...list, body });
  expect(await without.json()).toMatchObject({
    errors: [{ message: 'Cannot query field "node" on type "Query".' }],
  });
});

test('CFG a secret that was not filled in stops the start: it would leave the door open in silence', () => {
  const env = { PATH: process.env['PATH'], ROUTER_SECRET: '' };
  const { status, stderr } = spawnSync(process.execPath, START_WORDS, { env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([
    78,
    expect.stringContaining('ROUTER_SECRET: expected 16 to 256 letters'),
  ]);
});

test.each([
  ['short', 'fifteen-letters'],
  ['with a space', 'sixteen letters and a space'],
  ['many', Array.from({ length: 5 }, () => 'sixteen-or-more-letters').join(',')],
])('CFG a secret that is too %s stops the start, and is not printed', (_, value) => {
  const env = { PATH: process.env['PATH'], ROUTER_SECRET: value };
  const { status, stderr, stdout } = spawnSync(process.execPath, START_WORDS, { env, encoding: 'utf8' });
  expect(status).toBe(78);
  expect(stderr).toContain('ROUTER_SECRET: expected 16 to 256 letters');
  expect(stderr + stdout).not.toContain(value);
});
