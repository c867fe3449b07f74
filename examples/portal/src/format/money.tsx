import type { MoneyPartsFragment } from '../generated/graphql';
import { locale } from './locale';

const formats = new Map<string, Intl.NumberFormat>();

/**
 * The amount as people of the locale write it. Exact: `format` is given decimal text, which no number ever holds, and shows
 * all the decimals that the text has.
 */
export function formatMoney({ currency, decimal }: MoneyPartsFragment): string {
  const digits = decimal.split('.')[1]?.length ?? 0;
  const key = `${currency} ${digits}`;
  const format = formats.get(key) ?? createFormat(currency, digits);
  formats.set(key, format);
  return format.format(decimal as Intl.StringNumericLiteral);
}

function createFormat(currency: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

interface Props {
  readonly of: MoneyPartsFragment | null | undefined;
  /** Writes a plus before what is above zero. */
  readonly signed?: boolean;
}

/** An amount, or a dash where the provider states none: that is not a zero. */
export function Money({ of, signed = false }: Props) {
  if (!of)
    return (
      <span className="money">
        <span aria-hidden="true">–</span>
        <span className="hidden">not stated</span>
      </span>
    );
  const isAboveZero = /^(?!-).*[1-9]/.test(of.decimal);
  return <span className="money">{(signed && isAboveZero ? '+' : '') + formatMoney(of)}</span>;
}
