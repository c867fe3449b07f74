import { createPublicKey } from 'node:crypto';
import { createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose';

/** The public keys that an issuer signs with. Two sets of the same keys have the same text. */
export interface KeySet {
  readonly text: string;
  readonly count: number;
  /** How many members of the document are no keys that a token may be verified with. */
  readonly leftOut: number;
  readonly ids: ReadonlySet<unknown>;
  /** The key that the head of a token names; throws as `jose` does where there is none, or more than one. */
  readonly find: JWTVerifyGetKey;
}

/** Issuers have two or three; each is imported once. */
const KEYS_MAX = 100;

/** Less is broken, more makes each check slow. */
const RSA_BITS_MIN = 2048;
const RSA_BITS_MAX = 8192;

const CURVES: ReadonlySet<unknown> = new Set(['P-256', 'P-384', 'Ed25519']);

/** All that is read of a key. What belongs to a private one is not. */
const MEMBERS = ['kty', 'kid', 'alg', 'use', 'key_ops', 'crv', 'x', 'y', 'n', 'e'] as const;

/**
 * Reads a JSON Web Key Set. A member that is no public key, for another use, or too weak or too large is left out.
 *
 * @throws Error in words of ours where that leaves none
 */
export function parseKeySet(bytes: Buffer): KeySet {
  const members = listMembers(bytes);
  const keys = members.slice(0, KEYS_MAX).flatMap((member) => toKey(member) ?? []);
  if (keys.length === 0) throw new Error('It holds no key that a token may be verified with.');
  return {
    text: JSON.stringify(keys),
    count: keys.length,
    leftOut: members.length - keys.length,
    ids: new Set(keys.map(({ kid }) => kid)),
    find: createLocalJWKSet({ keys }),
  };
}

function listMembers(bytes: Buffer): readonly unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString());
  } catch {
    // The parser's own words would repeat what came.
    throw new Error('It is no JSON.');
  }
  const { keys } = (document ?? {}) as { readonly keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('It is no JSON Web Key Set.');
  return keys;
}

function toKey(member: unknown): JWK | undefined {
  if (typeof member !== 'object' || member === null) return undefined;
  const given = member as Readonly<Record<string, unknown>>;
  const key = Object.fromEntries(
    MEMBERS.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  ) as JWK;
  if ((key.use ?? 'sig') !== 'sig') return undefined;
  // By its length as text, in base64, since a longer one takes long to import.
  if (typeof key.n === 'string' && key.n.length > Math.ceil(RSA_BITS_MAX / 6)) return undefined;
  return isSound(key) ? key : undefined;
}

function isSound(key: JWK): boolean {
  try {
    const { asymmetricKeyDetails: { modulusLength = 0 } = {} } = createPublicKey({
      key: { ...key },
      format: 'jwk',
    });
    return key.kty === 'RSA' ? modulusLength >= RSA_BITS_MIN : CURVES.has(key.crv);
  } catch {
    return false;
  }
}
