import { parseKeySet } from '../../../src/server/operation/key-set.js';
import type { KeySet } from '../../../src/server/operation/key-set.js';
import { TokenVerifier } from '../../../src/server/operation/verify-token.js';
import { AUDIENCE, ISSUER, createKey, tokenOf, type SigningKey } from '../../support/issuer.js';

/** What has been verified is known for as long as it is good, by one set of keys. */

const [key, other] = [createKey('key'), createKey('other')];
const END_SECONDS = 1_800_000_000;

let nowMs: number;
let current: KeySet | undefined;
let wanted: number;
let verifier: TokenVerifier;

const setOf = (...keys: readonly SigningKey[]): KeySet =>
  parseKeySet(Buffer.from(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) })));

beforeEach(() => {
  [nowMs, current, wanted] = [(END_SECONDS - 60) * 1000, setOf(key), 0];
  verifier = new TokenVerifier({
    provider: { name: 'ALTOSTRAT', credentialHeader: 'authorization' },
    tokenIssuer: { issuer: ISSUER, audience: AUDIENCE },
    keys: {
      get current() {
        return current;
      },
      isUpToDate: true,
      retryAfterMs: 0,
      want: () => void (wanted += 1),
      next: async () => undefined,
    },
    now: () => nowMs,
  });
});

const credentials = (token: string, scheme = 'Bearer'): ReadonlyMap<'ALTOSTRAT' | 'NORTHFLANK', string> =>
  new Map([['ALTOSTRAT', `${scheme} ${token}`]]);
const good = credentials(tokenOf(key, { exp: END_SECONDS }));

test('A03 a verified token is known until five seconds after its end, to the millisecond', async () => {
  expect(verifier.hasVerified(good)).toBe(false);
  await verifier.verify(good);
  nowMs = (END_SECONDS + 5) * 1000 - 1;
  expect(verifier.hasVerified(good)).toBe(true);
  await verifier.verify(good);
  nowMs += 1;
  expect(verifier.hasVerified(good)).toBe(false);
  await expect(verifier.verify(good)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('A03 a token is good from five seconds before its beginning', async () => {
  const early = credentials(tokenOf(key, { exp: END_SECONDS, nbf: END_SECONDS - 30 }));
  nowMs = (END_SECONDS - 35) * 1000 - 1;
  await expect(verifier.verify(early)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  nowMs += 1;
  await verifier.verify(early);
});

test('A03 an end may lie 31 days ahead, and not a second more', async () => {
  nowMs = (END_SECONDS - 31 * 86_400) * 1000;
  await verifier.verify(good);
  nowMs -= 1000;
  await expect(verifier.verify(good)).rejects.toMatchObject({
    message: 'Header "authorization": the token is refused, it ends in more than 31 days.',
  });
});

test('A05 a known token is verified again when the keys are others, and not without any', async () => {
  await verifier.verify(good);
  expect(verifier.hasVerified(good)).toBe(true);
  current = setOf(key, other);
  expect(verifier.hasVerified(good)).toBe(false);
  await verifier.verify(good);
  expect(verifier.hasVerified(good)).toBe(true);
  current = undefined;
  expect(verifier.hasVerified(good)).toBe(false);
});

test('A06 a token is known by all of it, and by no scheme', async () => {
  const token = tokenOf(key, { exp: END_SECONDS });
  await verifier.verify(credentials(token));
  expect(verifier.hasVerified(credentials(token, 'bearer'))).toBe(true);
  expect(verifier.hasVerified(credentials(`${token}A`))).toBe(false);
  expect(verifier.hasVerified(credentials(token.slice(0, -1)))).toBe(false);
});

test('A06 a refused token is not known', async () => {
  const forged = credentials(tokenOf({ ...other, kid: 'key' }, { exp: END_SECONDS }));
  await expect(verifier.verify(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(verifier.hasVerified(forged)).toBe(false);
  // The key may have changed under its name.
  expect(wanted).toBe(1);
});

test('A02 nothing is to be verified where there is no token, or only another provider has one', async () => {
  const none = new Map([['NORTHFLANK' as const, 'Bearer nobody']]);
  expect([verifier.hasVerified(none), verifier.hasVerified(new Map())]).toEqual([true, true]);
  await verifier.verify(none);
});
