import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A key that an issuer signs with, and its public half as the issuer shows it. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Readonly<Record<string, unknown>>;
}

export type Sign = (input: Buffer) => Buffer;

/** Who signs tokens: its own document of keys over HTTP, and who is told of it. */
export interface Issuer {
  /** What the server under test is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls so far. */
  calls(): number;
  /** Answers from now on with these keys. */
  show(...keys: readonly SigningKey[]): void;
  /** Answers from now on in another way. */
  answerWith(listener: RequestListener): void;
  close(): Promise<void>;
}

export const ISSUER = 'https://issuer.example/';
export const AUDIENCE = 'https://api.example';

export function createKey(kid: string, alg = 'RS256', bits = 2048): SigningKey {
  const { privateKey, publicKey } = generate(alg, bits);
  return {
    kid,
    alg,
    privateKey,
    publicKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' },
  };
}

function generate(alg: string, bits: number): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === 'EdDSA') return generateKeyPairSync('ed25519');
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (alg === 'ES512') return generateKeyPairSync('ec', { namedCurve: 'P-521' });
  if (alg === 'ES384') return generateKeyPairSync('ec', { namedCurve: 'P-384' });
  return generateKeyPairSync('rsa', { modulusLength: bits });
}

/** Signs as the algorithm of the key says. */
export function signerOf({ alg, privateKey: key }: SigningKey): Sign {
  const hash = `sha${alg.slice(2)}`;
  if (alg === 'EdDSA') return (input) => sign(null, input, key);
  if (alg.startsWith('ES')) return (input) => sign(hash, input, { key, dsaEncoding: 'ieee-p1363' });
  // 6 is the padding of PSS; the salt is as long as the hash.
  if (alg.startsWith('PS')) return (input) => sign(hash, input, { key, padding: 6, saltLength: -1 });
  return (input) => sign(hash, input, key);
}

/** Claims of a good token, but for those that are given. What is undefined is left out. */
export function toClaims(claims: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return { iss: ISSUER, aud: AUDIENCE, sub: 'user-1', iat: nowSeconds, exp: nowSeconds + 300, ...claims };
}

/** A token as it travels, whatever is in it. */
export function writeToken(head: object, claims: object, signer: Sign): string {
  const input = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${signer(Buffer.from(input)).toString('base64url')}`;
}

/** A token that the key has signed; a good one, unless it is said otherwise. */
export function tokenOf(
  key: SigningKey,
  claims: Readonly<Record<string, unknown>> = {},
  head: Readonly<Record<string, unknown>> = {},
): string {
  return writeToken({ alg: key.alg, typ: 'JWT', kid: key.kid, ...head }, toClaims(claims), signerOf(key));
}

/** @param port 0: any that is free */
export async function startIssuer(keys: readonly SigningKey[], port = 0): Promise<Issuer> {
  let count = 0;
  let answer = answerOf(keys);
  const server = createServer((message, response) => {
    count += 1;
    answer(message, response);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: ownPort } = server.address() as AddressInfo;
  return {
    environment: {
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: AUDIENCE,
      JWKS_URL: `http://127.0.0.1:${ownPort}/keys`,
    },
    calls: () => count,
    show: (...shown) => (answer = answerOf(shown)),
    answerWith: (listener) => (answer = listener),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerOf(keys: readonly SigningKey[]): RequestListener {
  const text = JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
  return (_message, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(text);
}
