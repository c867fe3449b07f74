import { connect } from 'node:net';
import { accountField } from '../support/invoice-row.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';

/** Credentials that are none: nobody is called with them, and no log and no answer shows them. */

let setting: HostileSetting;

beforeAll(async () => {
  setting = await startHostile({ LOG_LEVEL: 'trace' });
});
afterAll(async () => setting?.close());
afterEach(async () => {
  await setting.expectUnharmed();
  expect(setting.api.output()).not.toContain('canary');
});

const query = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;

/** Status and body of a request with these raw header lines. */
async function send(lines: readonly string[]): Promise<{ status: number; text: string }> {
  const { port, hostname } = new URL(setting.api.url);
  const body = JSON.stringify({ query });
  const head = [
    'POST /graphql HTTP/1.1',
    `Host: ${hostname}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
    ...lines,
  ];
  const raw = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('close', () => resolve(answer)).on('error', reject);
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  });
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(raw)?.[1]), text: raw.slice(raw.indexOf('\r\n\r\n') + 4) };
}

test('A01 no credential: the field that needs one is refused, the rest answers', async () => {
  const { status, data, errors } = await setting.api.ask(
    `{ ${accountField('cus_acme_us', 'ws_acme')} { accountId name } }`,
    { token: null },
  );
  expect([status, data]).toEqual([200, { billingAccount: { accountId: 'cus_acme_us', name: null } }]);
  expect(errors).toMatchObject([
    { path: ['billingAccount', 'name'], extensions: { code: 'UNAUTHENTICATED', provider: 'ALTOSTRAT' } },
  ]);
  expect(await setting.upstream.paths()).toEqual([]);
});

test.each([
  ['no token', ['Authorization: Bearer']],
  ['an empty token', ['Authorization: Bearer ']],
  ['another scheme', ['Authorization: Basic canary']],
  ['two words', ['Authorization: Bearer canary b']],
  ['two headers', ['Authorization: Bearer sandbox-altostrat', 'Authorization: Bearer canary']],
  [
    'two equal headers',
    ['Authorization: Bearer sandbox-altostrat', 'authorization: Bearer sandbox-altostrat'],
  ],
  ['a comma', ['Authorization: Bearer canary,Bearer canary']],
  ['a letter outside ASCII', ['Authorization: Bearer canar\u00e9canary']],
  ['a quote', ['Authorization: Bearer canary"']],
  ['8,193 characters', [`Authorization: Bearer ${'canary---'.repeat(911)}`]],
  [
    'a malformed second credential',
    ['Authorization: Bearer sandbox-altostrat', 'Northflank-Authorization: canary'],
  ],
])('A01 T11 a credential with %s is 401 without a call', async (_what, lines) => {
  const { status, text } = await send(lines);
  const { errors } = JSON.parse(text);
  expect([status, errors[0].extensions.code, errors.length]).toEqual([401, 'UNAUTHENTICATED', 1]);
  expect(text).not.toContain('canary');
  expect(await setting.upstream.paths()).toEqual([]);
});

test.each([
  ['a NUL', 'Authorization: Bearer canary\0', 400],
  ['a bare line feed', 'Authorization: Bearer a\nX-Canary: canary', undefined],
  // What the server reads at once, so that its answer is not lost to a reset over what it left unread.
  ['54 KB', `Authorization: Bearer ${'canary'.repeat(9_000)}`, 431],
])('A01 a credential with %s does not get past HTTP', async (_what, line, expected) => {
  const { status, text } = await send([line]);
  if (expected !== undefined) expect(status).toBe(expected);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(text).not.toContain('canary');
  expect(await setting.upstream.paths()).toEqual([]);
});

test('A01 nothing of the caller but the credential and a sane id goes upstream', async () => {
  await send([
    'Authorization: Bearer sandbox-altostrat',
    'Northflank-Authorization: Bearer canary',
    'Cookie: a=canary',
    'X-Forwarded-For: 1.2.3.4',
    'X-Http-Method-Override: DELETE',
    'X-Request-Id: sane-1',
  ]);
  const [call, ...others] = await setting.upstream.calls();
  expect(others).toEqual([]);
  expect([call?.token, call?.headers['x-request-id']]).toEqual(['sandbox-altostrat', 'sane-1']);
  expect(call?.headerNames).toEqual([
    'accept',
    'accept-encoding',
    'authorization',
    'connection',
    'host',
    'x-request-id',
  ]);
});
