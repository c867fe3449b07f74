import fc from 'fast-check';
import {
  addDecimals,
  compareDecimals,
  negateDecimal,
  parseDecimal,
  parseExactNumber,
  shiftPoint,
  toDecimalText,
  type Decimal,
} from '../../src/money/decimal.js';

/** Decimal texts of any length, as `-12.0450`. */
const decimalText = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 60n }), fc.string({ unit: digit(), maxLength: 40 }))
  .map(([isNegative, whole, fraction]) => `${isNegative ? '-' : ''}${whole}${fraction && `.${fraction}`}`);

const decimal = decimalText.map((text) => parseDecimal(text) as Decimal);

function digit(): fc.Arbitrary<string> {
  return fc.constantFrom(...'0123456789');
}

/** The text without what does not count: zeros at the end of a fraction, the sign of zero. */
function plain(text: string): string {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

test('F36 any decimal text survives reading and writing', () => {
  fc.assert(
    fc.property(decimalText, (text) => {
      expect(toDecimalText(parseDecimal(text) as Decimal)).toBe(plain(text));
    }),
  );
});

test('F36 equal numbers have equal parts', () => {
  expect(parseDecimal('12.50')).toEqual({ digits: 125n, scale: 1 });
  expect(parseDecimal('012.5000')).toEqual({ digits: 125n, scale: 1 });
  expect(parseDecimal('-0.00')).toEqual({ digits: 0n, scale: 0 });
});

test.each(['', '-', '+1', '1.', '.5', '1e3', ' 1', '1 ', '0x10', '1,5', '١', 'NaN', 'Infinity', '--1'])(
  'F36 %j is no decimal',
  (text) => expect(parseDecimal(text)).toBeUndefined(),
);

test('F36 moving the point there and back changes nothing', () => {
  fc.assert(
    fc.property(decimal, fc.integer({ min: 0, max: 30 }), (value, shift) => {
      expect(shiftPoint(shiftPoint(value, shift), -shift)).toEqual(value);
    }),
  );
});

test('F36 a sum less one of its parts is the other part', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(addDecimals(addDecimals(a, b), negateDecimal(b))).toEqual(a);
    }),
  );
});

test('F36 sums are those of whole numbers at the finer scale', () => {
  expect(toDecimalText(addDecimals({ digits: 1n, scale: 1 }, { digits: 2n, scale: 1 }))).toBe('0.3');
  expect(toDecimalText(addDecimals({ digits: 99n, scale: 2 }, { digits: 1n, scale: 2 }))).toBe('1');
  expect(toDecimalText(addDecimals({ digits: 1n, scale: 0 }, { digits: -25n, scale: 2 }))).toBe('0.75');
});

test('F36 a fraction is padded to the minimum and never cut', () => {
  expect(toDecimalText({ digits: -5n, scale: 0 }, 2)).toBe('-5.00');
  expect(toDecimalText({ digits: 5n, scale: 3 }, 2)).toBe('0.005');
  expect(toDecimalText({ digits: 0n, scale: 0 }, 3)).toBe('0.000');
});

test('F36 a number of up to 15 significant digits is read as it was written', () => {
  const shortText = fc
    .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 9_999_999 }))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(7, '0')}`);
  fc.assert(
    fc.property(shortText, (text) => {
      expect(toDecimalText(parseExactNumber(Number(text)) as Decimal)).toBe(plain(text));
    }),
  );
});

test('F35 whole numbers are read exactly up to 2^53 - 1, and not at all beyond', () => {
  expect(parseExactNumber(2 ** 53 - 1)).toEqual({ digits: 9007199254740991n, scale: 0 });
  expect(parseExactNumber(-(2 ** 53 - 1))).toEqual({ digits: -9007199254740991n, scale: 0 });
  expect(parseExactNumber(2 ** 31)).toEqual({ digits: 2147483648n, scale: 0 });
  expect(parseExactNumber(-0)).toEqual({ digits: 0n, scale: 0 });
  for (const value of [2 ** 53, -(2 ** 53), 1e21, Number.MAX_VALUE, Infinity, -Infinity, NaN]) {
    expect(parseExactNumber(value)).toBeUndefined();
  }
});

test('F36 a fraction that a JSON number cannot carry is not guessed', () => {
  expect(parseExactNumber(0.1 + 0.2)).toBeUndefined();
  expect(parseExactNumber(1 / 3)).toBeUndefined();
  expect(parseExactNumber(1e-7)).toEqual({ digits: 1n, scale: 7 });
  expect(parseExactNumber(-1.25e-9)).toEqual({ digits: -125n, scale: 11 });
});

test('F13 comparing decimals is exact: the sign of their difference', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const scale = BigInt(Math.max(a.scale, b.scale));
      const [x, y] = [a, b].map(({ digits, scale: own }) => digits * 10n ** (scale - BigInt(own))) as [
        bigint,
        bigint,
      ];
      expect(compareDecimals(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0);
      expect(compareDecimals(a, a)).toBe(0);
    }),
  );
});
