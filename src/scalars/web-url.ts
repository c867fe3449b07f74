const URL_LENGTH_MAX = 2048;

/**
 * `https://`, an authority without `@` (so without credentials, empty ones included), and the rest; printable
 * ASCII without the backslash. Parsers drop or turn everything else in silence, and then what was checked is not
 * what is served.
 */
const PLAIN_HTTPS = /^https:\/\/[^/?#@\\]+(?:[/?#][^\\]*)?$/i;
/** The same with a host of plain names, of which no parser makes anything else. */
const PLAIN_HOST = /^https:\/\/(?:[a-z\d]+(?:-[a-z\d]+)*\.)+[a-z]{2,}(?:[/?#][\x21-\x5b\x5d-\x7e]*)?$/;
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/** An absolute `https` address without credentials in it, exactly as it came, or undefined: it is not safe to open. */
export function parseWebUrl(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > URL_LENGTH_MAX) return undefined;
  return PLAIN_HOST.test(text) || isWebUrl(text) ? text : undefined;
}

/** The same for any host. */
export function isWebUrl(text: string): boolean {
  return PRINTABLE_ASCII.test(text) && PLAIN_HTTPS.test(text) && URL.canParse(text);
}
