import { startProcess, type Api } from '../support/api.js';
import { ONLY_WHEN_WOKEN, subscribe } from '../support/event-stream.js';
import { altostratId } from '../support/export.js';
import { createKey, startIssuer, tokenOf, type Issuer } from '../support/issuer.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** A stream lasts no longer than the token that it was opened with, where tokens are verified here. */

const key = createKey('rsa');
const ids = [altostratId('cus_acme_us')];

let upstream: Upstream;
let issuer: Issuer;
let api: Api;

beforeAll(async () => {
  [upstream, issuer] = await Promise.all([startUpstream(), startIssuer([key])]);
  api = await startProcess({
    ...ONLY_WHEN_WOKEN,
    ALTOSTRAT_URL: upstream.url,
    LIVE_HEARTBEAT_MS: '100',
    ...issuer.environment,
  });
});
afterAll(async () => {
  await api?.stop();
  await Promise.all([upstream?.close(), issuer?.close()]);
});

/** The provider takes it for ever. */
async function tokenUntil(expiresInSeconds: number): Promise<string> {
  const token = tokenOf(key, { exp: Math.floor(Date.now() / 1000) + expiresInSeconds });
  await upstream.control('POST', '/tokens', { token, provider: 'altostrat', workspaces: ['ws_acme'] });
  return token;
}

test('F54 A02 a stream ends, and says why, once its token has run out, although nothing has changed', async () => {
  const stream = await subscribe(api, ids, { token: await tokenUntil(2) });
  expect(stream.status).toBe(200);
  const last = await stream.next();
  expect([last?.event, last?.body.errors[0].extensions.code]).toEqual(['next', 'UNAUTHENTICATED']);
  expect((await stream.next())?.event).toBe('complete');
  expect(await stream.next()).toBeUndefined();
});

test('F54 A02 with a token that has run out there is no stream, and nobody is asked', async () => {
  await upstream.forget();
  const stream = await subscribe(api, ids, { token: await tokenUntil(-10) });
  expect(stream.status).toBe(401);
  stream.close();
  expect(await upstream.paths()).toEqual([]);
});
