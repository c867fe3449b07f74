import { badArgument, BillingError, quote } from '../errors/billing-error.js';
import type { Money } from './money.js';

/** Since V8 10.8 `format` takes decimal text and formats it exactly; the type library still says number. */
interface ExactNumberFormat {
  format(value: string): string;
}

const FRACTION_DIGITS_MAX = 20;

/**
 * The amount as people of `locale` write it: `$1,234.56`. Exact: every digit the provider sent is shown.
 *
 * @param locale a BCP 47 tag such as `en-US` or `de-DE`
 * @throws BAD_USER_INPUT where `locale` is not one; UPSTREAM_INVALID_RESPONSE where the platform would round
 */
export function formatMoney(money: Money, locale: string): string {
  if ((money.decimal.split('.')[1] ?? '').length > FRACTION_DIGITS_MAX) {
    throw new BillingError(
      'UPSTREAM_INVALID_RESPONSE',
      'The amount has more decimal places than formatted can show. Ask for decimal instead.',
    );
  }
  return findFormat(parseLocale(locale), money).format(money.decimal);
}

/** Making a format costs a hundred times what using one does. */
const formats = new Map<string, ExactNumberFormat>();
const FORMATS_MAX = 1000;

function findFormat(locale: string, { currency, exponent }: Money): ExactNumberFormat {
  const key = `${locale} ${currency} ${exponent}`;
  const known = formats.get(key);
  if (known) return known;
  if (formats.size >= FORMATS_MAX) formats.clear();
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: FRACTION_DIGITS_MAX,
  }) as unknown as ExactNumberFormat;
  formats.set(key, format);
  return format;
}

function parseLocale(locale: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(locale);
    if (canonical !== undefined) return canonical;
  } catch {
    // Falls through to the error that says what was expected.
  }
  throw badArgument('locale', `expected a BCP 47 language tag such as "en-US", got ${quote(locale)}.`);
}
