import { locale } from './locale';

// In UTC, as the providers count days, so that an invoice of the first is not one of the last elsewhere.
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });

interface Span {
  readonly start: string;
  readonly end: string;
}

/** A day, such as `Dec 31, 2025`. */
export const formatDay = (instant: string): string => day.format(new Date(instant));

/** A day without its year, for narrow places. */
export const formatShortDay = (instant: string): string => shortDay.format(new Date(instant));

/** Both ends of a span in one text, such as `Dec 19 – 28, 2025`. */
export const formatSpan = ({ start, end }: Span): string => day.formatRange(new Date(start), new Date(end));

/** The day of an invoice. Northflank states none, but the end of the period. */
export function formatInvoiceDay(invoice: {
  readonly createdAt: string | null;
  readonly period: Span | null;
}): string {
  const instant = invoice.createdAt ?? invoice.period?.end;
  return instant ? formatDay(instant) : 'no date';
}
