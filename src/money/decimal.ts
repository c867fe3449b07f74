/**
 * An exact decimal number: `digits / 10^scale`. Kept normalised (no trailing zero in the fraction), so equal
 * numbers have equal parts.
 */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** The most significant digits that every JSON number is sure to carry through `JSON.parse` unchanged. */
const EXACT_DIGITS = 15;
const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;
const EXPONENT = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/;

/** Reads `-12.50` and the like. Undefined where the text is not a plain decimal. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = PLAIN.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  return normalise(BigInt(`${sign}${whole}${fraction}`), fraction.length);
}

/**
 * Turns a JSON number into the decimal its author wrote. Undefined where that cannot be known: not finite,
 * an integer past 2^53, or a fraction with more digits than a JSON number carries.
 */
export function parseExactNumber(value: number): Decimal | undefined {
  if (Number.isSafeInteger(value)) return { digits: BigInt(value), scale: 0 };
  if (!Number.isFinite(value) || Number.isInteger(value)) return undefined;
  const match = PLAIN.exec(String(value)) ?? EXPONENT.exec(String(value));
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const significant = `${whole}${fraction}`.replace(/^0+/, '');
  if (significant.length > EXACT_DIGITS) return undefined;
  return normalise(BigInt(`${sign}${whole}${fraction}`), fraction.length - Number(exponent));
}

/** Exact, whatever the scales. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return normalise(
    a.digits * 10n ** BigInt(scale - a.scale) + b.digits * 10n ** BigInt(scale - b.scale),
    scale,
  );
}

/** Negative where the first is the smaller one, zero where they are equal. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const { digits } = addDecimals(a, negateDecimal(b));
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

export function negateDecimal({ digits, scale }: Decimal): Decimal {
  return { digits: -digits, scale };
}

/** The same digits with the point moved: `shift` 2 turns 1234.5 into 12.345. */
export function shiftPoint({ digits, scale }: Decimal, shift: number): Decimal {
  return normalise(digits, scale + shift);
}

/** Plain notation with at least `fractionDigitsMin` digits after the point: `12.50`. */
export function toDecimalText({ digits, scale }: Decimal, fractionDigitsMin = 0): string {
  const fractionDigits = Math.max(scale, fractionDigitsMin);
  const magnitude = (digits < 0n ? -digits : digits) * 10n ** BigInt(fractionDigits - scale);
  const text = magnitude.toString().padStart(fractionDigits + 1, '0');
  const point = text.length - fractionDigits;
  const fraction = fractionDigits === 0 ? '' : `.${text.slice(point)}`;
  return `${digits < 0n ? '-' : ''}${text.slice(0, point)}${fraction}`;
}

function normalise(digits: bigint, scale: number): Decimal {
  if (scale < 0) return { digits: digits * 10n ** BigInt(-scale), scale: 0 };
  let reduced = digits;
  let places = scale;
  while (places > 0 && reduced % 10n === 0n) {
    reduced /= 10n;
    places -= 1;
  }
  return { digits: reduced, scale: places };
}
