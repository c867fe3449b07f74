import fc from 'fast-check';
import {
  parseDerivedId,
  readLikeness,
  readOwnId,
  readSeconds,
  toDerivedId,
} from '../../../src/providers/northflank/invoice-id.js';

const seconds = fc.oneof(fc.integer({ min: 0, max: 1e11 }), fc.constantFrom(0, 1e10, 1e11));
const totals = fc.oneof(
  fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000),
);
const rows = fc.record({ period: fc.record({ start: seconds, end: seconds }), total: totals });

test('F18 what an id was derived from comes back from it, exactly', () => {
  fc.assert(
    fc.property(rows, fc.nat(999_999), (row, ordinal) => {
      const likeness = readLikeness(row) as string;
      expect(parseDerivedId(toDerivedId(likeness, ordinal))).toEqual({
        ...row.period,
        total: String(row.total === 0 ? 0 : row.total),
        ordinal,
      });
    }),
  );
});

test('F18 two rows have one id only where period, total and ordinal are the same', () => {
  const few = fc.record({
    period: fc.record({ start: fc.constantFrom(1, 11), end: fc.constantFrom(1, 11, 111) }),
    total: fc.constantFrom(1, 11, -1, 1.1, 11.1, 111),
  });
  fc.assert(
    fc.property(few, fc.nat(11), few, fc.nat(11), (a, m, b, n) => {
      const isSame = toDerivedId(readLikeness(a) as string, m) === toDerivedId(readLikeness(b) as string, n);
      expect(isSame).toBe(JSON.stringify([a, m]) === JSON.stringify([b, n]));
    }),
    { numRuns: 1000 },
  );
});

test('F18 whatever a row holds, its likeness makes an id that can be parsed, or there is none', () => {
  const anything = fc.record(
    { period: fc.anything(), total: fc.oneof(fc.double(), fc.anything()), id: fc.anything() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(anything, fc.anything()), (row) => {
      const likeness = readLikeness(row);
      if (likeness !== undefined) expect(parseDerivedId(toDerivedId(likeness, 0))).toBeDefined();
    }),
  );
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (total) => {
      const likeness = readLikeness({ period: { start: 1, end: 2 }, total });
      if (likeness !== undefined) {
        expect(Number(parseDerivedId(toDerivedId(likeness, 0))?.total)).toBe(total === 0 ? 0 : total);
      }
    }),
  );
});

test.each([
  ['an id of its own', { id: 'a', period: { start: 1, end: 2 }, total: 1 }],
  ['an id that is none', { id: null, period: { start: 1, end: 2 }, total: 1 }],
  ['no total', { period: { start: 1, end: 2 } }],
  ['a total as text', { period: { start: 1, end: 2 }, total: '1' }],
  ['a total past 2^53', { period: { start: 1, end: 2 }, total: 2 ** 53 }],
  ['an endless total', { period: { start: 1, end: 2 }, total: Infinity }],
  ['no end', { period: { start: 1 }, total: 1 }],
  ['a period in milliseconds', { period: { start: 1655823815000, end: 1655910214000 }, total: 1 }],
  ['a period that is a list', { period: [1, 2], total: 1 }],
  ['no object', 'row'],
])('F18 a row with %s has no derived id', (_, row) => {
  expect(readLikeness(row)).toBeUndefined();
});

test.each([
  '',
  '835994C3-14310',
  'period.1.2.3',
  'period.1.2.3.4.5',
  'period.1.2.x.0',
  'period.-1.2.3.0',
  ' period.1.2.3.0',
])('F18 %j is not a derived id', (text) => {
  expect(parseDerivedId(text)).toBeUndefined();
});

test.each([
  ['835994C3-14310', '835994C3-14310'],
  ['a/b', undefined],
  ['..', undefined],
  ['details?x', undefined],
  ['period.1.2.3.0', undefined],
  ['', undefined],
  ['a'.repeat(101), undefined],
  [7, undefined],
  [null, undefined],
])(
  "F18 the provider's id %j is %j: it becomes part of a path, and is never taken for a derived one",
  (id, own) => {
    expect(readOwnId({ id })).toBe(own);
  },
);

test.each([
  [1655823815, 1655823815],
  [1655823815.9, 1655823815],
  [0, 0],
  [1e11, 1e11],
  [1e11 + 1, undefined],
  [-1, undefined],
  [NaN, undefined],
  ['1655823815', undefined],
])('F36 the time %p is %p', (value, expected) => {
  expect(readSeconds({ start: value }, 'start')).toBe(expected);
});
