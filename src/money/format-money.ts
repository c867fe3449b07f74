import { LRUCache } from 'lru-cache';
import { badArgument, BillingError, quote } from '../errors/billing-error.js';
import type { Money } from './money.js';

/** Since V8 10.8 `format` takes decimal text and formats it exactly; the type library still says number. */
interface ExactNumberFormat {
  format(value: string): string;
}

const FRACTION_DIGITS_MAX = 20;

/** What BCP 47 asks every reader to have room for. Longer tags are slow to read, and no locale needs one. */
const LOCALE_LENGTH_MAX = 35;

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
  return findFormat(findLocale(locale), money).format(money.decimal);
}

/** Making a format costs a hundred times what using one does. */
const formats = new LRUCache<string, ExactNumberFormat>({ max: 1000 });

function findFormat(locale: string, { currency, exponent }: Money): ExactNumberFormat {
  const key = `${locale} ${currency} ${exponent}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: FRACTION_DIGITS_MAX,
  }) as unknown as ExactNumberFormat;
  formats.set(key, format);
  return format;
}

/** The argument is read once for every amount of an answer, so what a text means is remembered, refusals too. */
const locales = new LRUCache<string, string | BillingError>({ max: 1000 });

function findLocale(text: string): string {
  if (text.length > LOCALE_LENGTH_MAX)
    throw refuseLocale(`${quote(text.slice(0, LOCALE_LENGTH_MAX))} and more characters`);
  const locale = locales.get(text) ?? parseLocale(text);
  locales.set(text, locale);
  if (typeof locale === 'string') return locale;
  throw locale;
}

function parseLocale(text: string): string | BillingError {
  try {
    const [canonical] = Intl.getCanonicalLocales(text);
    if (canonical !== undefined) return canonical;
  } catch {
    // Falls through to the error that says what was expected.
  }
  return refuseLocale(quote(text));
}

function refuseLocale(given: string): BillingError {
  return badArgument('locale', `expected a BCP 47 language tag such as "en-US", got ${given}.`);
}
