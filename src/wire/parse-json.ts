import { isSafeNumber, parse as parseLossless } from 'lossless-json';

/** A JSON number that JavaScript cannot hold as it was written. Whoever reads it as a figure must refuse it. */
export class InexactNumber {
  constructor(readonly text: string) {}
}

/**
 * A number, where a value can stand, with so many digits or an exponent that `JSON.parse` may change it. May
 * match inside a string too; then the exact parser runs without need.
 */
const SUSPECT_NUMBER = /(?:^|[:,[])\s*-?(?:\d[\d.]{15,}|\d[\d.]*[eE])/;

/** The key itself, or an escape of one of its characters, which no serialiser writes without a purpose. */
const SUSPECT_KEY = /__proto__|\\u00(?:5f|6f|70|72|74)/i;

/**
 * Parses JSON without changing a number in silence: those that JavaScript cannot hold exactly come back as
 * `InexactNumber`. Keys that would reach an object's prototype are dropped.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (SUSPECT_NUMBER.test(withoutMark)) return parseLossless(withoutMark, dropPrototypeKeys, parseNumber);
  return SUSPECT_KEY.test(withoutMark)
    ? (JSON.parse(withoutMark, dropPrototypeKeys) as unknown)
    : (JSON.parse(withoutMark) as unknown);
}

function parseNumber(text: string): number | InexactNumber {
  return isSafeNumber(text) ? Number(text) : new InexactNumber(text);
}

function dropPrototypeKeys(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}
