import { createHmac } from 'node:crypto';
import { startApi, type Api, type GraphqlAnswer } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import {
  AUDIENCE,
  ISSUER,
  createKey,
  signerOf,
  startIssuer,
  toClaims,
  tokenOf,
  writeToken,
  type Issuer,
} from '../support/issuer.js';
import { startRecorder, type Recorder } from '../support/recorder.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/**
 * Where the deployment says whose tokens are good, no other reaches Altostrat. The upstream here would take every one of
 * them.
 */

const [rsa, pss, ec, edwards] = [
  createKey('rsa'),
  createKey('pss', 'PS256'),
  createKey('ec', 'ES256'),
  createKey('edwards', 'EdDSA'),
];
const foreign = createKey('rsa');
const small = createKey('small', 'RS256', 1024);
const encrypting = createKey('encrypting');
const QUERY = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
const GOOD = { data: { billingAccount: { name: 'Acme United States' } }, status: 200 };

let upstream: Upstream;
let issuer: Issuer;
let evil: Recorder;
let api: Api;

beforeAll(async () => {
  [upstream, issuer, evil] = await Promise.all([
    startUpstream(),
    startIssuer([rsa, pss, ec, edwards, small, { ...encrypting, jwk: { ...encrypting.jwk, use: 'enc' } }]),
    startRecorder({ keys: [foreign.jwk] }),
  ]);
  api = await startApi({
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    LOG_LEVEL: 'trace',
    ...issuer.environment,
  });
  // From here on the query is known, and takes the short way.
  expect(await ask(tokenOf(rsa))).toMatchObject(GOOD);
});
afterAll(async () => {
  await api?.stop();
  await Promise.all([upstream?.close(), issuer?.close(), evil?.close()]);
});
beforeEach(async () => upstream.forget());

/** Asks with a token that the provider would take. */
async function ask(token: string): Promise<GraphqlAnswer> {
  await upstream.control('POST', '/tokens', { token, provider: 'altostrat', workspaces: ['ws_acme'] });
  return api.ask(QUERY, { token });
}

/** Checks that nobody is called for the token, and that nobody can read it. */
async function expectRefused(token: string): Promise<void> {
  const { status, data, errors, text } = await ask(token);
  expect([status, data, errors.length, errors[0]?.extensions['code']]).toEqual([
    401,
    undefined,
    1,
    'UNAUTHENTICATED',
  ]);
  expect(await upstream.paths()).toEqual([]);
  expect(evil.requests).toEqual([]);
  for (const part of token.split('.').filter(({ length }) => length > 20)) {
    expect(text).not.toContain(part);
    expect(api.output()).not.toContain(part);
  }
}

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
const pause = (waitMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, waitMs));
const unsigned = (): Buffer => Buffer.alloc(0);
/** Takes a public key for a secret. */
const bySecret =
  (secret: string | Buffer) =>
  (input: Buffer): Buffer =>
    createHmac('sha256', secret).update(input).digest();
const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' });
const der = rsa.publicKey.export({ format: 'der', type: 'spki' });

test.each([
  ['RS256', rsa],
  ['RS384', { ...rsa, alg: 'RS384' }],
  ['RS512', { ...rsa, alg: 'RS512' }],
  ['PS256', pss],
  ['ES256', ec],
  ['EdDSA', edwards],
])('A02 a token that the issuer has signed with %s goes to the provider as it came', async (_alg, key) => {
  const token = tokenOf(key);
  expect(await ask(token)).toMatchObject(GOOD);
  expect((await upstream.calls()).map((call) => call.token)).toEqual([token]);
  expect(await ask(token)).toMatchObject(GOOD);
});

test.each<[string, () => string]>([
  ['is no token', () => 'sandbox-altostrat'],
  ['has no signature (alg none)', () => writeToken({ alg: 'none' }, toClaims(), unsigned)],
  ['has no signature, and says None', () => writeToken({ alg: 'None', kid: 'rsa' }, toClaims(), unsigned)],
  ['keeps the algorithm and drops the signature', () => `${tokenOf(rsa).replace(/[^.]+$/, '')}`],
  [
    'is signed by HS256 with the public key',
    () => writeToken({ alg: 'HS256', kid: 'rsa' }, toClaims(), bySecret(pem)),
  ],
  [
    'is signed by HS256 with the bytes of the public key',
    () => writeToken({ alg: 'HS256', kid: 'rsa' }, toClaims(), bySecret(der)),
  ],
  ['is signed by another key of the same name', () => tokenOf(foreign)],
  ['is signed by another key without a name', () => tokenOf(foreign, {}, { kid: undefined })],
  ['brings its key along (jwk)', () => tokenOf(foreign, {}, { jwk: foreign.jwk, kid: undefined })],
  ['brings its key along, under the name of ours', () => tokenOf(foreign, {}, { jwk: foreign.jwk })],
  ['says where its key is (jku)', () => tokenOf(foreign, {}, { jku: `${evil.url}/keys`, kid: 'evil' })],
  ['says where its certificate is (x5u)', () => tokenOf(foreign, {}, { x5u: `${evil.url}/cert` })],
  ['is good, but says where its key is', () => tokenOf(rsa, {}, { jku: `${evil.url}/keys` })],
  ['is good, but says where its certificate is', () => tokenOf(rsa, {}, { x5u: `${evil.url}/cert` })],
  ['is good, but brings a key along', () => tokenOf(rsa, {}, { jwk: foreign.jwk })],
  ['wants something unknown to be heeded (crit)', () => tokenOf(rsa, {}, { crit: ['what'], what: 1 })],
  ['has an empty crit', () => tokenOf(rsa, {}, { crit: [] })],
  ['has a plain payload (b64)', () => tokenOf(rsa, {}, { b64: false })],
  ['has a plain payload, and says so twice', () => tokenOf(rsa, {}, { b64: false, crit: ['b64'] })],
  ['is encrypted (JWE)', () => `${tokenOf(rsa)}.AAAA.AAAA`],
  ['names ES256 and the RSA key', () => tokenOf(ec, {}, { kid: 'rsa' })],
  ['names RS256 and the EC key', () => tokenOf(rsa, {}, { kid: 'ec' })],
  ['names PS256 and is signed by RS256', () => tokenOf(rsa, {}, { alg: 'PS256' })],
  ['is signed with a key of 1024 bits', () => tokenOf(small)],
  ['is signed with a key that is for encryption', () => tokenOf(encrypting)],
  ['names a key by a number', () => tokenOf(rsa, {}, { kid: 7 })],
  ['names a key by a name of every object', () => tokenOf(rsa, {}, { kid: '__proto__' })],
  ['holds a list', () => writeToken({ alg: 'RS256', kid: 'rsa' }, [toClaims()], signerOf(rsa))],
])('A02 a token that %s is refused, and nobody is called', async (_what, write) => expectRefused(write()));

test('A02 a refused token is refused on every way into the service', async () => {
  const token = tokenOf(foreign);
  const headers = { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' };
  const json = { ...headers, 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ __typename }' });
  const answers = await Promise.all([
    fetch(`${api.url}/graphql`, { method: 'POST', headers: json, body }),
    fetch(`${api.url}/graphql?query={__typename}`, { headers }),
    fetch(`${api.url}/subgraph`, { method: 'POST', headers: json, body }),
    fetch(`${api.url}/%67raphql`, { method: 'POST', headers: json, body }),
    fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { ...json, authorization: `bearer ${token}` },
      body,
    }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
});

test('A02 without a token a field that needs one is refused, and the rest answers', async () => {
  const { status, data, errors } = await api.ask(
    `{ ${accountField('cus_acme_us', 'ws_acme')} { accountId name } }`,
    { token: null },
  );
  expect([status, data]).toEqual([200, { billingAccount: { accountId: 'cus_acme_us', name: null } }]);
  expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', provider: 'ALTOSTRAT' } }]);
});

test("A02 the other provider's token is its own, and is not verified", async () => {
  const query =
    '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 1) { nodes { id } } } }';
  const headers = { 'northflank-authorization': 'Bearer sandbox-northflank' };
  const { status, errors } = await api.ask(query, { token: null, headers });
  expect([status, errors]).toEqual([200, []]);
});

test.each<[string, () => string]>([
  ['expired 1 s beyond the tolerance', () => tokenOf(rsa, { exp: inSeconds(-6) })],
  ['is not valid yet', () => tokenOf(rsa, { nbf: inSeconds(60) })],
  ['has an end that is text', () => tokenOf(rsa, { exp: String(inSeconds(300)) })],
  ['has an end that is null', () => tokenOf(rsa, { exp: null })],
  ['ends in the year 9999', () => tokenOf(rsa, { exp: 253_402_300_799 })],
  ['ends in more than 31 days', () => tokenOf(rsa, { exp: inSeconds(31 * 86_400 + 60) })],
  ['has a beginning that is text', () => tokenOf(rsa, { nbf: 'now' })],
  ['is of another issuer', () => tokenOf(rsa, { iss: 'https://evil.example/' })],
  ['is of an issuer that is almost ours', () => tokenOf(rsa, { iss: ISSUER.slice(0, -1) })],
  ['is of a list of issuers', () => tokenOf(rsa, { iss: [ISSUER] })],
  ['names no issuer', () => tokenOf(rsa, { iss: undefined })],
  ['is for somebody else', () => tokenOf(rsa, { aud: 'https://other.example' })],
  ['is for others', () => tokenOf(rsa, { aud: ['https://other.example', `${AUDIENCE}.evil`] })],
  ['is for nobody', () => tokenOf(rsa, { aud: undefined })],
  ['is for an empty list', () => tokenOf(rsa, { aud: [] })],
  ['is for an object', () => tokenOf(rsa, { aud: { [AUDIENCE]: true } })],
  ['is about nobody', () => tokenOf(rsa, { sub: undefined })],
])('A03 a token that %s is refused, and nobody is called', async (_what, write) => expectRefused(write()));

test('A03 T22 a token without an end is refused, and nobody is called', async () => {
  await expectRefused(tokenOf(rsa, { exp: undefined }));
});

test.each<[string, () => string]>([
  ['us among others', () => tokenOf(rsa, { aud: ['https://other.example', AUDIENCE] })],
  ['us, and ended within the tolerance', () => tokenOf(rsa, { exp: inSeconds(-3) })],
  ['us, and begins within the tolerance', () => tokenOf(rsa, { nbf: inSeconds(3) })],
  ['us, for nearly 31 days', () => tokenOf(rsa, { exp: inSeconds(31 * 86_400 - 60) })],
])('A03 a token is taken that is for %s', async (_what, write) =>
  expect(await ask(write())).toMatchObject(GOOD),
);

test('A03 a token that was good is refused from its end on', async () => {
  const token = tokenOf(rsa, { exp: inSeconds(-2) });
  expect(await ask(token)).toMatchObject(GOOD);
  expect(await ask(token)).toMatchObject(GOOD);
  await pause(3500);
  await upstream.forget();
  await expectRefused(token);
});

test('A03 the refusal says what is wrong with the token, and no more', async () => {
  const messages = await Promise.all(
    [{ exp: inSeconds(-60) }, { aud: 'https://other.example' }, {}].map(async (claims, index) => {
      const { errors } = await ask(tokenOf(index === 2 ? foreign : rsa, claims));
      return errors[0]?.message;
    }),
  );
  expect(messages).toEqual([
    'Header "authorization": the token is refused, it has expired.',
    'Header "authorization": the token is refused, its claim "aud" is missing or not what it should be.',
    'Header "authorization": the token is refused, it is no JSON Web Token whose signature holds.',
  ]);
});

test('A06 a forged token with the name of somebody whose answers are at hand gets none of them', async () => {
  const victim = tokenOf(rsa, { sub: 'victim' });
  expect(await ask(victim)).toMatchObject(GOOD);
  expect(await ask(victim)).toMatchObject(GOOD);
  await upstream.forget();
  const [head = '', claims = '', signature = ''] = victim.split('.');
  const flipped = signature.startsWith('A') ? 'B' : 'A';
  for (const forged of [
    `${head}.${claims}.${flipped}${signature.slice(1)}`,
    `${head}.${claims}.`,
    tokenOf(foreign, { sub: 'victim' }),
    `${head}.${Buffer.from(JSON.stringify(toClaims({ sub: 'victim', admin: true }))).toString('base64url')}.${signature}`,
  ])
    await expectRefused(forged);
});

test('A06 a forged token gets nothing of an answer that is under way either', async () => {
  const [victim, forged] = [tokenOf(rsa, { sub: 'victim' }), tokenOf(foreign, { sub: 'victim' })];
  await ask(victim);
  await upstream.forget();
  const tokens = Array.from({ length: 20 }, (_each, index) => (index % 2 === 0 ? victim : forged));
  const answers = await Promise.all(tokens.map(async (token) => api.ask(QUERY, { token })));
  expect(answers.map(({ status }) => status)).toEqual(tokens.map((token) => (token === victim ? 200 : 401)));
  expect(new Set((await upstream.calls()).map(({ token }) => token))).toEqual(new Set([victim]));
});
