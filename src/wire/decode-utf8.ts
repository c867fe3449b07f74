import { isUtf8 } from 'node:buffer';

/**
 * UTF-8 as text.
 *
 * @throws SyntaxError where it is no UTF-8
 */
export function decodeUtf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new SyntaxError('It is no UTF-8.');
  return bytes.toString();
}
