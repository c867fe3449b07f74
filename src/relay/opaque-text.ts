import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';

const VERSION = 1;
const CHECKSUM_BYTES = 6;
const HEADER_BYTES = 1 + CHECKSUM_BYTES;
/** Above the text of three ids of the longest kind, every character of them escaped. */
const TEXT_LENGTH_MAX = 4096;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/**
 * Packs a tuple into text that clients hand back without reading it: version, checksum, JSON. Deterministic,
 * so the same tuple is the same text in every answer. The checksum covers `scope`, which is not in the text:
 * text made for one list does not decode for another. It guards against mix-ups and damage, not against
 * forgery; what the text names is authorised by the provider on every read.
 */
export function encodeOpaque(scope: string, tuple: readonly unknown[]): string {
  const json = JSON.stringify(tuple);
  const length = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + length);
  bytes[0] = VERSION;
  bytes.write(json, HEADER_BYTES);
  bytes.write(checksum(scope, json), 1, CHECKSUM_BYTES, 'hex');
  return bytes.toString('base64url');
}

/** The tuple that `encodeOpaque` packed for the same scope, or undefined for any other text, and for a longer one. */
export function decodeOpaque(
  scope: string,
  text: string,
  lengthMax = TEXT_LENGTH_MAX,
): readonly unknown[] | undefined {
  if (text.length > lengthMax || !BASE64URL.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  const payload = bytes.subarray(HEADER_BYTES);
  if (bytes[0] !== VERSION || payload.length === 0 || !isUtf8(payload)) return undefined;
  if (checksum(scope, payload.toString()) !== bytes.toString('hex', 1, HEADER_BYTES)) return undefined;
  // Spare bits in the last character would let two texts decode alike; one edge has one cursor.
  if (bytes.toString('base64url') !== text) return undefined;
  return parseTuple(payload.toString());
}

/** The checksum keeps no secret, so text that passes it may still hold anything. */
function parseTuple(text: string): readonly unknown[] | undefined {
  try {
    const tuple: unknown = JSON.parse(text);
    return Array.isArray(tuple) && !tuple.some((part) => part !== null && typeof part === 'object')
      ? tuple
      : undefined;
  } catch {
    return undefined;
  }
}

/** In hexadecimal. */
function checksum(scope: string, payload: string): string {
  return hash('sha256', `${scope}\0${payload}`).slice(0, CHECKSUM_BYTES * 2);
}
