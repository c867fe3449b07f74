const URL_LENGTH_MAX = 2048;

/** An absolute `https` address without credentials in it, or undefined: anything else is not safe to open. */
export function parseWebUrl(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > URL_LENGTH_MAX || !URL.canParse(text)) return undefined;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' ? text : undefined;
}
