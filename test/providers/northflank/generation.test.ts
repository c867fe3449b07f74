import fc from 'fast-check';
import { recogniseGeneration, type Generation } from '../../../src/providers/northflank/generation.js';

const period = { start: 1655823815, end: 1655910214 };

const shapes: readonly (readonly [Generation | undefined, string, object])[] = [
  ['N1', 'the documented row', { period, currency: 'usd', total: 1200, subTotal: 1000 }],
  ['N1', 'paid beside it', { period, currency: 'usd', total: 1200, subTotal: 1000, paid: true }],
  ['N2', 'period and total only', { period, total: 1200 }],
  ['N2', 'usage without an id', { period, total: 1200, paasUsage: {}, tax: { percent: 20, value: 200 } }],
  ['N2', 'nothing', {}],
  ['N3', 'an id and usage', { id: '835994C3-14310', period, currency: 'usd', paasUsage: {}, total: 1 }],
  ['N3', 'an id and usage of own machines', { id: '835994C3-14310', byocUsage: {} }],
  ['N4', 'a status', { id: '835994C3-14310', period, currency: 'usd', status: 'open', total: 69.22 }],
  ['N4', 'a category', { id: '835994C3-14310', paas: {} }],
  ['N4', 'a status beside the keys of N3', { id: '835994C3-14310', status: 'open', paasUsage: {} }],
  [undefined, 'an id and nothing that tells', { id: '835994C3-14310', period, currency: 'usd', total: 1 }],
];

test.each(shapes)('F36 %s is told by %s', (generation, _, row) => {
  expect(recogniseGeneration({ ...row })).toBe(generation);
});

const VALUES = fc.oneof(fc.double(), fc.string(), fc.constant(null), fc.boolean(), fc.constant({}));

test('F36 no value of any key changes which generation a row is of', () => {
  fc.assert(
    fc.property(fc.constantFrom(...shapes), fc.infiniteStream(VALUES), ([generation, , row], values) => {
      const other = Object.fromEntries(Object.keys(row).map((key) => [key, values.next().value]));
      expect(recogniseGeneration(other)).toBe(generation);
    }),
  );
});

test('F36 keys that every object inherits tell nothing', () => {
  const row = Object.create({ status: 'open', id: 'a', currency: 'usd' }) as Record<string, unknown>;
  expect(recogniseGeneration(row)).toBe('N2');
});
