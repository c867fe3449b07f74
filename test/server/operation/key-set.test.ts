import { parseKeySet } from '../../../src/server/operation/key-set.js';
import { createKey } from '../../support/issuer.js';

/** What of a document may verify a token. */

const good = createKey('good').jwk;
const bytes = (document: unknown): Buffer => Buffer.from(JSON.stringify(document));
const parse = (...keys: readonly unknown[]): { ids: unknown; count: number; leftOut: number } => {
  const { ids, count, leftOut } = parseKeySet(bytes({ keys }));
  return { ids: [...ids], count, leftOut };
};

test.each([
  ['RS256', 2048],
  ['RS256', 8192],
  ['ES256', 0],
  ['ES384', 0],
  ['EdDSA', 0],
])('A05 a key for %s of %d bits is a key', (alg, bits) => {
  // The largest takes seconds to find; its public half needs no primes.
  const { jwk } = bits === 8192 ? { jwk: modulus(8192) } : createKey('key', alg, bits);
  expect(parse(jwk)).toEqual({ ids: ['key'], count: 1, leftOut: 0 });
});

/** An RSA key of so many bits that nobody has the private half of. */
function modulus(bits: number): Readonly<Record<string, unknown>> {
  const n = Buffer.alloc(bits / 8 + (bits % 8 === 0 ? 0 : 1), 0xff);
  if (bits % 8 !== 0) n[0] = 2 ** (bits % 8) - 1;
  return { kty: 'RSA', kid: 'key', n: n.toString('base64url'), e: 'AQAB' };
}

test.each<[string, unknown]>([
  ['a key of 2047 bits', modulus(2047)],
  ['a key of 8193 bits', modulus(8193)],
  ['a key of a million bits', modulus(1_000_000)],
  ['a key for encryption', { ...good, use: 'enc' }],
  ['a secret', { kty: 'oct', kid: 'good', k: 'AAAA' }],
  ['a key of another curve', createKey('other', 'ES512').jwk],
  ['a key without a modulus', { kty: 'RSA', kid: 'a', e: 'AQAB' }],
  ['a point that is not on its curve', { ...createKey('a', 'ES256').jwk, x: 'AAAA' }],
  ['null', null],
  ['text', 'a'],
  ['a list', []],
])('A05 %s is left out, and its neighbour stands', (_what, key) => {
  expect(parse(key, good)).toEqual({ ids: ['good'], count: 1, leftOut: 1 });
});

test('A05 of a private key only the public half is read', () => {
  const { privateKey } = createKey('good');
  const { text } = parseKeySet(bytes({ keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'good' }] }));
  expect(Object.keys((JSON.parse(text) as object[])[0] ?? {})).toEqual(['kty', 'kid', 'n', 'e']);
});

test('A05 a hundred keys are read, and no more', () => {
  const keys = Array.from({ length: 101 }, (_each, index) => ({ ...good, kid: `key-${index}` }));
  expect(parse(...keys)).toMatchObject({ count: 100, leftOut: 1 });
});

test.each<[string, Buffer]>([
  ['It is no JSON.', Buffer.from('<html>secret</html>')],
  ['It is no JSON.', Buffer.from('')],
  ['It is no JSON Web Key Set.', bytes(null)],
  ['It is no JSON Web Key Set.', bytes({ keys: { 0: good } })],
  ['It is no JSON Web Key Set.', bytes([good])],
  ['It holds no key that a token may be verified with.', bytes({ keys: [] })],
  ['It holds no key that a token may be verified with.', bytes({ keys: [{}] })],
])('A05 %s', (message, document) => expect(() => parseKeySet(document)).toThrow(message));
