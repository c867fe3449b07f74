import fc from 'fast-check';
import { BillingError } from '../../src/errors/billing-error.js';
import { parseDecimal, type Decimal } from '../../src/money/decimal.js';
import { Money, sumMoney } from '../../src/money/money.js';
import { BigIntScalar, CurrencyCodeScalar, DecimalScalar } from '../../src/money/money.scalars.js';

function money(minor: string, currency = 'USD', exponent = 2): Money {
  return new Money(currency, exponent, parseDecimal(minor) as Decimal);
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof BillingError ? error.code : String(error);
  }
}

test.each([
  ['2147483648', '2147483648', '21474836.48'],
  ['9007199254740991', '9007199254740991', '90071992547409.91'],
  ['-9007199254740991', '-9007199254740991', '-90071992547409.91'],
  ['-1', '-1', '-0.01'],
  ['0', '0', '0.00'],
  ['100', '100', '1.00'],
])('F35 %s minor units are exact in both notations', (minor, amountMinor, decimal) => {
  expect(money(minor)).toMatchObject({ amountMinor, decimal });
});

test.each([
  ['JPY', 0, '1500', '1500'],
  ['KWD', 3, '1500', '1.500'],
  ['CLF', 4, '1500', '0.1500'],
  ['USD', 2, '1500', '15.00'],
])('F37 1500 minor units of %s, exponent %i', (currency, exponent, amountMinor, decimal) => {
  expect(money('1500', currency, exponent)).toMatchObject({ amountMinor, decimal, exponent });
});

test('F36 amountMinor holds every whole amount and is null for every fraction, while decimal stays exact', () => {
  const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  const fraction = fc.integer({ min: 1, max: 999 });
  fc.assert(
    fc.property(whole, fraction, (units, part) => {
      expect(money(String(units)).amountMinor).toBe(String(units));
      const text = `${units}.${String(part).padStart(3, '0')}`;
      const exact = money(text, 'XXX', 0);
      expect(exact.amountMinor).toBeNull();
      expect(exact.decimal).toBe(text.replace(/0+$/, ''));
    }),
  );
});

test('F36 a fraction of a cent shows in decimal, digit for digit', () => {
  expect(money('9.99').decimal).toBe('0.0999');
  expect(money('-0.5').decimal).toBe('-0.005');
});

test('F36 amounts are added and subtracted exactly, and only within one currency', () => {
  expect(money('0.1').plus(money('0.2')).decimal).toBe('0.003');
  expect(money('1').minus(money('2')).decimal).toBe('-0.01');
  expect(codeOf(() => money('1').plus(money('1', 'EUR')))).toBe('UPSTREAM_INVALID_RESPONSE');
  expect(codeOf(() => money('1').minus(money('1', 'EUR')))).toBe('UPSTREAM_INVALID_RESPONSE');
});

test('F36 the sum of no amounts is the zero of the currency asked for', () => {
  expect(sumMoney([], money('7', 'KWD', 3))).toMatchObject({ currency: 'KWD', decimal: '0.000' });
  expect(sumMoney([money('1'), money('2.5')], money('7')).decimal).toBe('0.035');
});

test('F36 no input takes money as a JSON number', () => {
  expect(BigIntScalar.parseValue('-9007199254740993')).toBe('-9007199254740993');
  expect(DecimalScalar.parseValue('-0.000000000000000001')).toBe('-0.000000000000000001');
  const refused = [5, 5.5, true, null, {}, '', ' 5', '5 ', '0x5', '5e3', '5.', `1${'0'.repeat(100)}`];
  for (const value of refused) {
    expect([value, codeOf(() => BigIntScalar.parseValue(value))]).toEqual([value, 'BAD_USER_INPUT']);
    expect([value, codeOf(() => DecimalScalar.parseValue(value))]).toEqual([value, 'BAD_USER_INPUT']);
  }
  expect(codeOf(() => BigIntScalar.parseValue('5.5'))).toBe('BAD_USER_INPUT');
});

test('F37 a currency is taken in upper case only, and only where ISO 4217 has it', () => {
  expect(CurrencyCodeScalar.parseValue('CLF')).toBe('CLF');
  for (const value of ['usd', 'XYZ', 'US', 840, null]) {
    expect([value, codeOf(() => CurrencyCodeScalar.parseValue(value))]).toEqual([value, 'BAD_USER_INPUT']);
  }
});
