import fc from 'fast-check';
import { BillingError } from '../../src/errors/billing-error.js';
import { isoExponents, stripeExponents } from '../../src/money/currency.js';
import { parseDecimal, type Decimal } from '../../src/money/decimal.js';
import { formatMoney } from '../../src/money/format-money.js';
import { Money } from '../../src/money/money.js';

function money(currency: string, minor: string, exponents = stripeExponents): Money {
  return new Money(currency, exponents.get(currency) as number, parseDecimal(minor) as Decimal);
}

test.each([
  ['USD', 'en-US', '$12,345.67'],
  ['USD', 'de-DE', '12.345,67\u00a0$'],
  ['JPY', 'en-US', '¥1,234,567'],
  ['KWD', 'en-US', 'KWD\u00a01,234.567'],
  ['CLF', 'en-US', 'CLF\u00a0123.4567'],
  ['EUR', 'fr-FR', '12\u202f345,67\u00a0€'],
])('F37 1234567 minor units of %s in %s', (currency, locale, text) => {
  expect(formatMoney(money(currency, '1234567'), locale)).toBe(text);
});

test.each([
  ['ISK', 'ISK\u00a012.34', 'ISK\u00a01,234'],
  ['UGX', 'UGX\u00a012.34', 'UGX\u00a01,234'],
  ['MGA', 'MGA\u00a01,234', 'MGA\u00a012.34'],
])(
  'F37 %s is shown by the decimals that the provider counts, not by the platform table',
  (currency, stripe, iso) => {
    expect(formatMoney(money(currency, '1234'), 'en-US')).toBe(stripe);
    expect(formatMoney(money(currency, '1234', isoExponents), 'en-US')).toBe(iso);
  },
);

test.each([
  ['9007199254740993', '$90,071,992,547,409.93'],
  ['-5', '-$0.05'],
  ['0', '$0.00'],
  ['9.99', '$0.0999'],
])('F36 %s cents are shown without rounding', (minor, text) => {
  expect(formatMoney(money('USD', minor), 'en-US')).toBe(text);
});

test('F36 every digit is shown, however many', () => {
  const minor = fc.bigInt({ min: 0n, max: 10n ** 40n });
  fc.assert(
    fc.property(minor, (units) => {
      const shown = formatMoney(money('USD', String(units)), 'en-US');
      expect(shown.replace(/[^\d.]/g, '')).toBe(money('USD', String(units)).decimal);
    }),
  );
});

test('F36 more decimals than the platform can show are an error, not a rounding', () => {
  const shown = formatMoney(money('USD', '0.000000000000000001'), 'en-US');
  expect(shown).toBe('$0.00000000000000000001');
  expect(() => formatMoney(money('USD', '0.0000000000000000001'), 'en-US')).toThrow(
    'The amount has more decimal places than formatted can show. Ask for decimal instead.',
  );
});

test.each(['', 'english please', 'en_US!', 'x'.repeat(10_000), '../../etc', '1'])(
  'F37 a locale that is none (%#) is BAD_USER_INPUT naming the argument',
  (locale) => {
    const refuse = (): unknown => formatMoney(money('USD', '1'), locale);
    expect(refuse).toThrow(BillingError);
    expect(refuse).toThrow(/^Argument "locale": expected a BCP 47 language tag such as "en-US", got "/);
  },
);
