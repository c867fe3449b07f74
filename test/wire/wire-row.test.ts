import { BillingError } from '../../src/errors/billing-error.js';
import { stripeExponents } from '../../src/money/currency.js';
import { InexactNumber } from '../../src/wire/parse-json.js';
import { documentsOf } from '../../src/wire/documented.js';
import type { WireObject } from '../../src/wire/wire-object.js';
import { WireRow } from '../../src/wire/wire-row.js';

type Read = (row: WireRow) => unknown;

const amount: Read = (row) => row.minorUnits('field', 'USD', stripeExponents);
const readers: Record<string, Read> = {
  text: (row) => row.text('field'),
  reference: (row) => row.reference('field'),
  instant: (row) => row.instant('field'),
  'web address': (row) => row.webUrl('field'),
  decimal: (row) => row.decimalText('field'),
  currency: (row) => row.currency('field', stripeExponents),
  amount,
  'amount in major units': (row) => row.majorUnits('field', 'USD', stripeExponents),
  array: (row) => row.array('field'),
  object: (row) => row.object('field'),
  map: (row) => row.map('field'),
};

function toRow(json: WireObject): WireRow {
  return new WireRow(documentsOf('ALTOSTRAT')('row', ['field']), json);
}

/** The message of the refusal; what was read where there was none. */
function refusal(read: Read, value: unknown): unknown {
  try {
    return read(toRow({ field: value }));
  } catch (error) {
    if (!(error instanceof BillingError)) throw error;
    return [error.code, error.message, error.facts];
  }
}

test.each(Object.entries(readers))('F38 a missing or null %s is null, never a default', (_name, read) => {
  expect(read(toRow({}))).toBeNull();
  expect(read(toRow({ field: null }))).toBeNull();
  expect(read(toRow(Object.create({ field: 'inherited' }) as WireObject))).toBeNull();
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
  ['reference', [7, true, [], {}, { id: 7 }, Object.create({ id: 'inherited' })], 'an id'],
  ['array', ['x', 7, true, { a: 1 }], 'a list'],
  ['object', ['x', 7, true, []], 'an object'],
  ['map', ['x', 7, true, ['a'], [[]]], 'a map'],
] as const)('F36 no value of another type is coerced into a %s', (name, values, expected) => {
  const message = `The provider sent a field that is not ${expected}.`;
  for (const value of values) {
    expect([value, refusal(readers[name] as Read, value)]).toEqual([
      value,
      ['UPSTREAM_INVALID_RESPONSE', message, { provider: 'ALTOSTRAT' }],
    ]);
  }
});

test('F35 amounts are read exactly, negative and zero included', () => {
  const decimals = [2 ** 31, 2 ** 53 - 1, -1, 0].map(
    (value) => (amount(toRow({ field: value })) as { decimal: string }).decimal,
  );
  expect(decimals).toEqual(['21474836.48', '90071992547409.91', '-0.01', '0.00']);
});

test('F36 the same number is an amount in minor or in major units, by who asks', () => {
  const row = toRow({ field: 12.5 });
  expect(row.minorUnits('field', 'USD', stripeExponents)?.decimal).toBe('0.125');
  expect(row.majorUnits('field', 'USD', stripeExponents)?.decimal).toBe('12.50');
});

test('F36 an amount without a currency is no amount of money', () => {
  const read: Read = (row) => row.minorUnits('field', null, stripeExponents);
  expect(refusal(read, 5)).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
    'The provider sent a currency that is not stated beside field.',
    { provider: 'ALTOSTRAT' },
  ]);
  expect(read(toRow({ field: null }))).toBeNull();
});

test('F33 a list may be an object keyed by number, in the order of the numbers', () => {
  const read = (field: unknown): unknown => toRow({ field }).array('field');
  expect(read({ '1': 'b', '0': 'a', '10': 'c' })).toEqual(['a', 'b', 'c']);
  expect(read({})).toEqual([]);
});

test('F33 a map may be the empty list that it becomes without a key', () => {
  expect(toRow({ field: [] }).map('field')?.json).toEqual({});
  expect(toRow({ field: { a: 1 } }).map('field')?.json).toEqual({ a: 1 });
});

test('F33 an id may be expanded to the object that it names', () => {
  expect(toRow({ field: 'cus_1' }).reference('field')).toBe('cus_1');
  expect(toRow({ field: { id: 'cus_1', name: 'x' } }).reference('field')).toBe('cus_1');
});

test('F33 texts are none where they are missing, and refused where one is no text', () => {
  const read: Read = (row) => row.texts('field');
  expect(read(toRow({}))).toEqual([]);
  expect(read(toRow({ field: ['a', 'b'] }))).toEqual(['a', 'b']);
  for (const texts of [['a', 7], [null]]) {
    expect(refusal(read, texts)).toEqual([
      'UPSTREAM_INVALID_RESPONSE',
      'The provider sent a field that is not a list of texts.',
      { provider: 'ALTOSTRAT' },
    ]);
  }
});

test('F33 an object within is read under the name of the same provider', () => {
  const read: Read = (row) => row.object('field')?.text('name');
  expect(refusal(read, { name: 7 })).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
    'The provider sent a name that is not text.',
    { provider: 'ALTOSTRAT' },
  ]);
});
