import { isAscii, isUtf8 } from 'node:buffer';

/** With more characters past ASCII the decoder for any text is the faster one. */
const PIECES_MAX = 500;

/** They begin the two bytes of a character of Latin-1; where its code is above the second byte's, by so much. */
const LEADS = [
  { lead: '\u00c2', shift: 0 },
  { lead: '\u00c3', shift: 0x40 },
] as const;

/**
 * UTF-8 as text. Most of it is ASCII with a few characters of Latin-1, such as `×` or `é`, and then only those are
 * decoded: that takes a fifth of the time, and text of one byte a character is faster to parse and to write.
 *
 * @throws SyntaxError where it is no UTF-8
 */
export function decodeUtf8(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) throw new SyntaxError('It is no UTF-8.');
  return decodeLatin1(bytes) ?? bytes.toString();
}

/** Undefined where there are other characters than those of Latin-1, or many. */
function decodeLatin1(bytes: Buffer): string | undefined {
  let text: string | undefined = bytes.toString('latin1');
  for (const { lead, shift } of LEADS) text = text && decodeAfter(text, lead, shift);
  // Each byte of any other character still stands there as a character of its own, which takes two bytes.
  return text !== undefined && Buffer.byteLength(text) === bytes.length ? text : undefined;
}

function decodeAfter(text: string, lead: string, shift: number): string | undefined {
  let [decoded, from] = ['', 0];
  for (let pieces = 0; ; pieces += 1) {
    const at = text.indexOf(lead, from);
    if (at === -1) return decoded + text.slice(from);
    if (pieces === PIECES_MAX) return undefined;
    decoded += text.slice(from, at) + String.fromCharCode(text.charCodeAt(at + 1) + shift);
    from = at + 2;
  }
}
