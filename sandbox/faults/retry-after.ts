import { z } from 'zod';
import { choice, fields } from '../ground/parse-input.js';

/** What a `Retry-After` header says: as given, or a moment so many seconds from now in one of HTTP's date forms. */
export const retryAfter = z.union(
  [
    z.string(),
    z.number(),
    fields({ seconds: z.int(), form: choice(['imf-fixdate', 'rfc850-date', 'asctime-date']) }),
  ],
  'a text, a number, or {seconds, form}',
);

export type RetryAfter = z.infer<typeof retryAfter>;

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export function toRetryAfterText(value: RetryAfter, nowMs: number): string {
  if (typeof value !== 'object') return String(value);
  const date = new Date(nowMs + value.seconds * 1000);
  // `Sun, 06 Nov 1994 08:49:37 GMT`: the other forms hold the same parts.
  const modern = date.toUTCString();
  const [weekday = '', day = '', month = '', year = '', time = ''] = modern.split(/[ ,]+/);
  switch (value.form) {
    case 'imf-fixdate':
      return modern;
    case 'rfc850-date':
      return `${DAYS[date.getUTCDay()]}, ${day}-${month}-${year.slice(-2)} ${time} GMT`;
    case 'asctime-date':
      return `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
  }
}
