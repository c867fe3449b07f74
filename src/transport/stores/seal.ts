import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';
import { toToken } from '../call.js';

/** Changed with every change of what is kept, so that nobody reads what another version wrote. */
export const VERSION = 'b1';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MOMENT_BYTES = 8;

/** Whose it is, and what: the caller's credential, and the provider with the path of the request, or with another word. */
export interface Sealing {
  /** The whole `Authorization` value. */
  readonly credential: string;
  /** Names one request, account included. */
  readonly subject: string;
}

/** An answer that is kept, and until when, Unix milliseconds. */
export interface Kept {
  readonly body: Buffer;
  readonly untilMs: number;
}

/** What an answer is kept under. It tells neither whose it is nor to what. */
export function toStoreKey(credentialKey: string, subject: string): string {
  return `${VERSION}:${hash('sha256', `${credentialKey} ${subject}`, 'base64url')}`;
}

/**
 * Locks an answer with a key that only the caller's own credential gives, which is kept nowhere. Whoever has the store has
 * nothing: what is read, swapped, cut or forged there does not open.
 */
export function seal({ body, untilMs }: Kept, sealing: Sealing): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, toKey(sealing), nonce);
  cipher.setAAD(toBound(sealing));
  const moment = Buffer.alloc(MOMENT_BYTES);
  moment.writeDoubleBE(untilMs);
  const parts = [cipher.update(moment), cipher.update(body), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...parts]);
}

/** Undefined: it was sealed by somebody else, for something else, or is not what was sealed. */
export function open(sealed: Buffer, sealing: Sealing): Kept | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES + MOMENT_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, toKey(sealing), sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(toBound(sealing));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return { untilMs: opened.readDoubleBE(), body: opened.subarray(MOMENT_BYTES) };
  } catch {
    return undefined;
  }
}

function toKey({ credential }: Sealing): Buffer {
  return Buffer.from(hkdfSync('sha256', toToken(credential), 'billing-graphql', VERSION, KEY_BYTES));
}

function toBound({ subject }: Sealing): Buffer {
  return Buffer.from(`${VERSION} ${subject}`);
}
