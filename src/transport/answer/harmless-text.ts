import { toToken } from '../call.js';

/** So many letters and digits of a token in a row give some of it away. */
const PART_LENGTH = 8;

/** How credentials begin: schemes, JSON Web Tokens, keys of Altostrat and of Stripe. */
const CREDENTIAL = /bearer|eyj[a-z0-9_-]{8}|(?:^|[^a-z0-9])(?:sk|rk|pk|whsec)_/i;

/**
 * A provider's text, where it has the form of what it is meant to be and is no way to show a credential: the caller's,
 * a part of it, or what looks like one. Undefined otherwise.
 */
export function toHarmless(text: string | undefined, form: RegExp, credential: string): string | undefined {
  if (text === undefined || !form.test(text)) return undefined;
  return CREDENTIAL.test(text) || holdsPart(text, toToken(credential)) ? undefined : text;
}

/** Whatever the case of the letters, and whatever stands between them. */
function holdsPart(text: string, token: string): boolean {
  const [inText, inToken] = [lettersAndDigits(text), lettersAndDigits(token)];
  const length = Math.min(PART_LENGTH, inToken.length);
  for (let at = 0; at + length <= inText.length; at += 1)
    if (inToken.includes(inText.slice(at, at + length))) return true;
  return false;
}

function lettersAndDigits(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
