import type { Dispatcher } from 'undici';
import { BillingError } from '../../errors/billing-error.js';
import { parseJson } from '../../wire/parse-json.js';

/** Reads a body up to `bytesMax`; more than that ends the call instead of filling the memory. */
export async function readBytes(body: Dispatcher.ResponseData['body'], bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) throw unreadable(`more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** @throws UPSTREAM_INVALID_RESPONSE where the bytes are not one JSON document in UTF-8 */
export function parseJsonBytes(bytes: Buffer): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable('no JSON');
  }
}

export function unreadable(what: string): BillingError {
  return new BillingError('UPSTREAM_INVALID_RESPONSE', `The provider's answer cannot be read: ${what}.`);
}
