import { BillingError } from '../../src/errors/billing-error.js';
import { stripeExponents } from '../../src/money/currency.js';
import { InexactNumber } from '../../src/wire/parse-json.js';
import {
  readArray,
  readCurrency,
  readDecimalText,
  readInstant,
  readMinorUnits,
  readObject,
  readText,
  readTexts,
  readWebUrl,
  type WireObject,
} from '../../src/wire/wire-object.js';

type Read = (object: WireObject) => unknown;

const amount: Read = (object) => readMinorUnits(object, 'field', 'USD', stripeExponents);
const readers: Record<string, Read> = {
  text: (object) => readText(object, 'field'),
  instant: (object) => readInstant(object, 'field'),
  'web address': (object) => readWebUrl(object, 'field'),
  decimal: (object) => readDecimalText(object, 'field'),
  currency: (object) => readCurrency(object, 'field', stripeExponents),
  amount,
  array: (object) => readArray(object, 'field'),
  object: (object) => readObject(object, 'field'),
};

/** The message of the refusal; what was read where there was none. */
function refusal(read: Read, value: unknown): unknown {
  try {
    return read({ field: value });
  } catch (error) {
    if (!(error instanceof BillingError)) throw error;
    return [error.code, error.message];
  }
}

test.each(Object.entries(readers))('F38 a missing or null %s is null, never a default', (_name, read) => {
  expect(read({})).toBeNull();
  expect(read({ field: null })).toBeNull();
  expect(read(Object.create({ field: 'inherited' }) as WireObject)).toBeNull();
});

test.each([
  ['text', [7, true, {}, []], 'text'],
  ['instant', [7, '2025-13-45', '1730162406', true], 'an RFC 3339 instant'],
  ['web address', [7, 'javascript:alert(1)', 'http://a.example/'], 'an https address'],
  ['decimal', ['10', true, {}, NaN, new InexactNumber('1e400')], 'a number that can be held exactly'],
  ['currency', [7, 'US', 'XYZ', {}, ''], 'an ISO 4217 currency code'],
  [
    'amount',
    ['999', true, {}, [1], '', 2 ** 53, Infinity, new InexactNumber('1e400')],
    'a number that can be held exactly',
  ],
  ['array', ['x', 7, true, { a: 1 }], 'a list'],
  ['object', ['x', 7, true, []], 'an object'],
] as const)('F36 no value of another type is coerced into a %s', (name, values, expected) => {
  const message = `The provider sent a field that is not ${expected}.`;
  for (const value of values) {
    expect([value, refusal(readers[name] as Read, value)]).toEqual([
      value,
      ['UPSTREAM_INVALID_RESPONSE', message],
    ]);
  }
});

test('F35 amounts are read exactly, negative and zero included', () => {
  const decimals = [2 ** 31, 2 ** 53 - 1, -1, 0].map(
    (value) => (amount({ field: value }) as { decimal: string }).decimal,
  );
  expect(decimals).toEqual(['21474836.48', '90071992547409.91', '-0.01', '0.00']);
});

test('F36 an amount without a currency is no amount of money', () => {
  expect(refusal((object) => readMinorUnits(object, 'field', null, stripeExponents), 5)).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
    'The provider sent a currency that is not stated beside field.',
  ]);
  expect(readMinorUnits({ field: null }, 'field', null, stripeExponents)).toBeNull();
});

test('F33 a list may be an object keyed by number, in the order of the numbers', () => {
  expect(readArray({ field: { '1': 'b', '0': 'a', '10': 'c' } }, 'field')).toEqual(['a', 'b', 'c']);
  expect(readArray({ field: {} }, 'field')).toEqual([]);
});

test('F33 texts are none where they are missing, and refused where one is no text', () => {
  const read: Read = (object) => readTexts(object, 'field');
  expect(read({})).toEqual([]);
  expect(read({ field: ['a', 'b'] })).toEqual(['a', 'b']);
  expect(refusal(read, ['a', 7])).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
    'The provider sent a field that is not a list of texts.',
  ]);
});
