import fc from 'fast-check';
import { parseExactNumber, parseDecimal, toDecimalText, type Decimal } from '../../src/money/decimal.js';
import { InexactNumber, parseJson as parseBytes } from '../../src/wire/parse-json.js';
import {
  DEPTH_MAX,
  JsonRefusal,
  LONG_NUMBERS_MAX,
  NAMES_MAX,
  TEXT_BYTES_MAX,
  VALUES_MAX,
} from '../../src/wire/scan-json.js';

const parseJson = (text: string): unknown => parseBytes(Buffer.from(text));

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
  expect(JSON.stringify(parseJson(text))).toBe('{"data":[{"lines":[{"amount":1}]}]}');
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

test.each([
  ['{"total":999,"total":1}'],
  ['{"data":[{"lines":[{"amount":1,"amount":1}]}]}'],
  ['{"a":1,"\\u0061":2}'],
  ['{"a":{"b":1},"a":{"b":2,"c":3}}'],
  ['{"__proto__":1,"__proto__":2}'],
  ['{"a":1e400,"a":1}'],
  ['{"": 1, "" : 2}'],
])('N10 %s says two things of one key', (text) => {
  expect(() => parseJson(text)).toThrow(new JsonRefusal('a key comes twice in one object'));
});

test('N10 equal keys of different objects, and keys inside of texts, are no repetition', () => {
  const text = '{"a":{"a":[{"a":1},{"a":"{\\"b\\":1,\\"b\\":2}"}]},"b":"\\\\","c":":"}';
  expect(JSON.stringify(parseJson(text))).toBe(text);
});

test('N10 any document with one member written twice is refused', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
  fc.assert(
    fc.property(objects, fc.nat(), fc.jsonValue(), (object, index, other) => {
      const [first = '', ...rest] = Object.entries(object).map(
        ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
      );
      const keys = Object.keys(object);
      const again = `${JSON.stringify(keys[index % keys.length])}:${JSON.stringify(other)}`;
      expect(() => parseJson(`[{${[first, ...rest, again].join(', ')}}]`)).toThrow(JsonRefusal);
    }),
  );
});

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test('N11 a document may be nested 32 deep', () => {
  expect(parseJson(nested(DEPTH_MAX))).toEqual(JSON.parse(nested(DEPTH_MAX)));
  expect(() => parseJson(nested(DEPTH_MAX + 1))).toThrow(new JsonRefusal('it is nested more than 32 deep'));
  expect(() => parseJson(`{"a":${nested(DEPTH_MAX)}}`)).toThrow(JsonRefusal);
});

const list = (length: number, item: (index: number) => string): string =>
  `[${Array.from({ length }, (_, index) => item(index)).join(',')}]`;

test.each([
  ['values', VALUES_MAX, () => '1'],
  ['numbers that may not be exact', LONG_NUMBERS_MAX, () => '0.1234567890123456789'],
])('N11 a document has at most so many %s', (what, max, item) => {
  expect(parseJson(list(max, item))).toHaveLength(max);
  const refusal = new JsonRefusal(`it has more than ${max} ${what}`, true);
  expect(() => parseJson(list(max + 2, item))).toThrow(refusal);
});

test('N11 a document has at most so many different names, and the same ones as often as it likes', () => {
  const names = (count: number) => list(40_000, (index) => `{"name ${index % count}":1}`);
  expect(parseJson(names(500))).toHaveLength(40_000);
  const refusal = new JsonRefusal(`it has more than ${NAMES_MAX} different names`, true);
  expect(() => parseJson(names(30_000))).toThrow(refusal);
});

test.each([
  ['a value', (text: string) => `{"data":[{"number":"${text}"}]}`],
  ['a name', (text: string) => `{"${text}":1}`],
  ['escapes', (text: string) => `["${text.slice(6).replaceAll('xxxxxx', '\\u00e9')}", "${text}"]`],
  ['a document that is read with care', (text: string) => `{"total":1e2,"number":"${text}"}`],
])('U08 a text of 65,536 bytes in %s is read, and of one more there is none', (_what, inside) => {
  const document = (bytes: number): string => inside('x'.repeat(bytes));
  expect(JSON.stringify(parseJson(document(TEXT_BYTES_MAX)))).toBe(
    JSON.stringify(JSON.parse(document(TEXT_BYTES_MAX))),
  );
  const refusal = new JsonRefusal('a text in it has more than 65536 bytes');
  expect(() => parseJson(document(TEXT_BYTES_MAX + 1))).toThrow(refusal);
});

test('U08 a number of more than 65,536 digits is not read', () => {
  const digits = '9'.repeat(TEXT_BYTES_MAX);
  expect(parseJson(`{"total":${digits}}`)).toEqual({ total: new InexactNumber(digits) });
  const refusal = new JsonRefusal('a number in it has more than 65536 bytes');
  expect(() => parseJson(`{"total":${digits}0}`)).toThrow(refusal);
});

test.each([
  ['depth', '['.repeat(100_000)],
  ['lists', `[${'[],'.repeat(2_600_000)}[]]`],
  ['names', `{${Array.from({ length: 600_000 }, (_, index) => `"k${index}":1`).join(',')}}`],
])('N11 a document that is all %s is refused before it is parsed', (_what, text) => {
  const bytes = Buffer.from(text);
  const parse = import.meta.jest.spyOn(JSON, 'parse');
  expect(() => parseBytes(bytes)).toThrow(JsonRefusal);
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
});

test.each(['09007199254740993', '1.e400', '-', '1.2.3', '12345678901234567890e', '--12345678901234567'])(
  'F36 %s is no number, however long',
  (text) => expect(() => parseJson(`{"total":${text}}`)).toThrow(SyntaxError),
);

test('F36 inexact numbers are found again in their places, also where keys change their order', () => {
  const [big, small] = ['9007199254740993', '-1e-400'];
  const parsed = parseJson(`{"b":[${big},1],"2":${small},"1":{"x":${big},"y":9007199254740991}}`);
  expect(parsed).toEqual({
    b: [new InexactNumber(big), 1],
    2: new InexactNumber(small),
    1: { x: new InexactNumber(big), y: 9007199254740991 },
  });
});

test('F36 text beside an inexact number keeps its bytes', () => {
  expect(parseJson('{"a":"3 × 9007199254740993 €","b":1e400}')).toEqual({
    a: '3 × 9007199254740993 €',
    b: new InexactNumber('1e400'),
  });
});

test('U04 bytes that are no UTF-8 are no JSON', () => {
  expect(() => parseBytes(Buffer.from([0x22, 0xff, 0x22]))).toThrow(SyntaxError);
  expect(() => parseBytes(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toThrow(SyntaxError);
});
