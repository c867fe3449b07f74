const URL_LENGTH_MAX = 2048;

/**
 * `https://`, an authority without `@` (so without credentials, empty ones included), and the rest; printable
 * ASCII without the backslash. Parsers drop or turn everything else in silence, and then what was checked is not
 * what is served.
 */
const PLAIN_HTTPS = /^https:\/\/[^/?#@\\]+(?:[/?#][^\\]*)?$/i;
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/** An absolute `https` address without credentials in it, exactly as it came, or undefined: it is not safe to open. */
export function parseWebUrl(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > URL_LENGTH_MAX) return undefined;
  return PRINTABLE_ASCII.test(text) && PLAIN_HTTPS.test(text) && URL.canParse(text) ? text : undefined;
}
