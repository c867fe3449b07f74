const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The three forms of a date in HTTP, all of them in GMT. `Date.parse` alone takes "try 5" for a day in May 2001. */
const FORMS = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  // Sunday, 06-Nov-94 08:49:37 GMT
  /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  // Sun Nov  6 08:49:37 1994
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
];
/** A year of two digits that would lie further ahead than this is one of the century before. */
const YEARS_AHEAD_MAX = 50;

/** The moment that an HTTP date names, Unix milliseconds. Undefined: it is none. */
export function parseHttpDate(text: string, nowMs: number): number | undefined {
  const groups = FORMS.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (!groups) return undefined;
  const { day = '', month = '', year = '', time = '' } = groups;
  const monthText = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  const date = `${toFullYear(year, nowMs)}-${monthText}-${day.replace(' ', '0')}`;
  const atMs = Date.parse(`${date}T${time}Z`);
  // The parser carries a 31st of February over into March.
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(date) ? atMs : undefined;
}

function toFullYear(year: string, nowMs: number): string {
  if (year.length === 4) return year;
  const thisYear = new Date(nowMs).getUTCFullYear();
  const inThisCentury = thisYear - (thisYear % 100) + Number(year);
  return String(inThisCentury > thisYear + YEARS_AHEAD_MAX ? inThisCentury - 100 : inThisCentury);
}
