import { toToken } from '../call.js';

/** So many letters and digits of a token in a row give some of it away. */
const PART_LENGTH = 8;

/** How credentials begin: schemes, JSON Web Tokens, keys of Altostrat and of Stripe. */
const CREDENTIAL = /bearer|eyj[a-z0-9_-]{8}|(?:^|[^a-z0-9])(?:sk|rk|pk|whsec)_/i;

/**
 * A provider's text, where it has the form of what it is meant to be and is no way to show a credential: the caller's,
 * a part of it, as it is or in base64, base64url or hexadecimal digits, or what looks like one. Undefined otherwise.
 */
export function toHarmless(text: string | undefined, form: RegExp, credential: string): string | undefined {
  if (text === undefined || !form.test(text)) return undefined;
  return CREDENTIAL.test(text) || tellsOf(text, toToken(credential)) ? undefined : text;
}

/** Whatever the case of the letters, and whatever stands between them. */
function tellsOf(text: string, token: string): boolean {
  const length = Math.min(PART_LENGTH, lettersAndDigits(token).length);
  const spellings = spellingsOf(token).map(lettersAndDigits).join(' ');
  return readingsOf(text).some((reading) => holdsPart(lettersAndDigits(reading), spellings, length));
}

function holdsPart(text: string, spellings: string, length: number): boolean {
  for (let at = 0; at + length <= text.length; at += 1)
    if (spellings.includes(text.slice(at, at + length))) return true;
  return false;
}

/** A token as a text may have it. What comes before it in base64 decides which of three spellings it has. */
function spellingsOf(token: string): readonly string[] {
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + token).toString('base64url');
    // The first letters say more of what comes before.
    return text.slice(Math.ceil((before * 4) / 3));
  });
  return [token, Buffer.from(token).toString('hex'), ...inBase64];
}

/** A text as somebody may read it: as it is, and decoded from each place where base64 or hexadecimal digits may begin. */
function readingsOf(text: string): readonly string[] {
  const base64 = text.replace(/[^A-Za-z0-9+/_-]/g, '');
  const digits = text.replace(/[^A-Fa-f0-9]/g, '');
  return [
    text,
    ...[0, 1, 2, 3].map((at) => Buffer.from(base64.slice(at), 'base64').toString('latin1')),
    ...[0, 1].map((at) => Buffer.from(digits.slice(at), 'hex').toString('latin1')),
  ];
}

function lettersAndDigits(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
