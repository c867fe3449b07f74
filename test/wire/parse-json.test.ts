import fc from 'fast-check';
import { parseExactNumber, parseDecimal, toDecimalText, type Decimal } from '../../src/money/decimal.js';
import { InexactNumber, parseJson } from '../../src/wire/parse-json.js';

test.each([
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890',
  '1e400',
  '-1E400',
  '1e-400',
  '0.12345678901234567',
  '1234567890123.4567',
  '0.1000000000000000055',
])('F36 %s, which JSON.parse would change, is an InexactNumber wherever it stands', (text) => {
  const inexact = new InexactNumber(text);
  expect(parseJson(text)).toEqual(inexact);
  expect(parseJson(` ${text}`)).toEqual(inexact);
  expect(parseJson(`{"total":${text}}`)).toEqual({ total: inexact });
  expect(parseJson(`{"a":[1, ${text}],"b":\n${text}}`)).toEqual({ a: [1, inexact], b: inexact });
});

test.each([
  ['9007199254740991', 9007199254740991],
  ['-9007199254740991', -9007199254740991],
  ['2147483648', 2147483648],
  ['1e2', 100],
  ['100.00000000000000000', 100],
  ['9.99', 9.99],
  ['-0.5', -0.5],
])('F36 %s, which JSON.parse keeps, is a number', (text, value) => {
  expect(parseJson(`{"total":${text}}`)).toEqual({ total: value });
});

test('F36 no number changes in silence: exact, or known to be inexact', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 30 });
  const number = fc
    .tuple(fc.constantFrom('', '-'), digits, fc.option(digits))
    .map(([sign, whole, part]) => `${sign}${BigInt(whole)}${part === null ? '' : `.${part}`}`);
  fc.assert(
    fc.property(number, (text) => {
      const [value] = parseJson(`[${text}]`) as [unknown];
      if (value instanceof InexactNumber) return expect(value.text).toBe(text);
      const exact = parseExactNumber(value as number);
      if (exact) expect(toDecimalText(exact)).toBe(toDecimalText(parseDecimal(text) as Decimal));
    }),
    { numRuns: 2000 },
  );
});

function toNumber(_key: string, value: unknown): unknown {
  return value instanceof InexactNumber ? Number(value.text) : value;
}

test('F36 any document keeps its shape and its texts', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!text.includes('__proto__'));
      expect(JSON.stringify(parseJson(text), toNumber)).toBe(text);
    }),
  );
});

test.each([
  '{"__proto__":{"polluted":1},"a":1}',
  '{"__proto__":{"polluted":1},"a":1e0}',
  '{"\\u005f_proto__":{"polluted":1},"a":1}',
  '{"__\\u0070roto__":{"polluted":1},"a":1e0}',
])('T23 %s loses its prototype key', (text) => {
  const parsed = parseJson(text) as Record<string, unknown>;
  expect(Object.keys(parsed)).toEqual(['a']);
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  expect(parsed['polluted']).toBeUndefined();
});

test('T23 prototype keys are dropped at any depth, and no other object sees them', () => {
  const text = '{"data":[{"lines":[{"__proto__":{"polluted":1},"amount":1}]}]}';
  expect(parseJson(text)).toEqual({ data: [{ lines: [{ amount: 1 }] }] });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('U04 a byte order mark is passed over, once', () => {
  expect(parseJson('\uFEFF{"a":1}')).toEqual({ a: 1 });
  expect(() => parseJson('\uFEFF\uFEFF{"a":1}')).toThrow(SyntaxError);
});

test.each(['', '{', '{"a":1}{"a":1}', '{"a":1} x', '[1,]', "{'a':1}", 'NaN', '{"a":1e2', '{"a":01}'])(
  'U04 %j is no JSON',
  (text) => expect(() => parseJson(text)).toThrow(SyntaxError),
);
