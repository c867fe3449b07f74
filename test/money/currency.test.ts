import { isoExponents, parseCurrencyCode, stripeExponents } from '../../src/money/currency.js';

test.each([
  ['USD', 2],
  ['EUR', 2],
  ['JPY', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['TND', 3],
  ['CLF', 4],
  ['HUF', 2],
  ['ISK', 0],
  ['UGX', 0],
  ['MGA', 2],
  ['MRU', 2],
  ['HRK', 2],
  ['EEK', 2],
  ['LTL', 2],
  ['LVL', 2],
  ['SLL', 2],
  ['BGN', 2],
  ['ANG', 2],
  ['MRO', 2],
  ['BYR', 0],
])('F37 ISO 4217 gives %s %i decimals', (code, exponent) => expect(isoExponents.get(code)).toBe(exponent));

test('F37 a Stripe-backed API counts otherwise in ISK, UGX and MGA, and nowhere else', () => {
  const differing = [...stripeExponents].filter(([code, exponent]) => isoExponents.get(code) !== exponent);
  expect(differing.toSorted()).toEqual([
    ['ISK', 2],
    ['MGA', 0],
    ['UGX', 2],
  ]);
  expect(stripeExponents.size).toBe(isoExponents.size);
});

test('F37 the five documented currencies have two decimals', () => {
  const exponents = ['USD', 'EUR', 'GBP', 'AUD', 'ZAR'].map((code) => stripeExponents.get(code));
  expect(exponents).toEqual([2, 2, 2, 2, 2]);
});

test.each(['usd', 'USD', 'Usd'])('F37 %j is USD', (text) => {
  expect(parseCurrencyCode(text, isoExponents)).toBe('USD');
});

test.each(['US', 'USDX', 'XYZ', '', ' usd', 'us\n', '__proto__', 'uſd', 7, null, undefined, {}, ['usd']])(
  'F37 %p is no currency',
  (value) => expect(parseCurrencyCode(value, isoExponents)).toBeUndefined(),
);
