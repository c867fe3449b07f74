const RFC3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
/** UTC already, on a day that every year has. It comes back as it is. */
const DAY = '(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?';
const CANONICAL = new RegExp(`^(?!0000)\\d{4}-(?:${DAY})T${TIME}Z$`);
const MINUTE_MS = 60_000;
/** In UTC. What lies outside cannot be written with the four digits that RFC 3339 gives a year. */
const [EARLIEST_MS, LATEST_MS] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')];

/**
 * An instant as RFC 3339 text in UTC. Text, not a Date: a Date keeps milliseconds only, and providers send
 * microseconds that a client may compare or send back.
 *
 * @returns undefined where the text is no instant: no such day, no time zone, more than nine fractional digits, a
 *   year before 1 or past 9999 in UTC
 */
export function parseInstant(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  return CANONICAL.test(text) ? text : toUtc(text);
}

/** The same for any text. */
export function toUtc(text: string): string | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, date, time, fraction = '', sign, hours = '', minutes = ''] = match;
  const atUtc = Date.parse(`${date}T${time}Z`);
  // `Date.parse` reads 30 February as 2 March; what it read must be what was written.
  if (Number.isNaN(atUtc) || toSeconds(atUtc) !== `${date}T${time}`) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS * (sign === '-' ? -1 : 1);
  const epochMs = atUtc - offsetMs;
  if (epochMs < EARLIEST_MS || epochMs > LATEST_MS) return undefined;
  return `${toSeconds(epochMs)}${fraction}Z`;
}

function toSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19);
}

const WHOLE_SECONDS_LENGTH = 'YYYY-MM-DDTHH:MM:SS'.length;
const FRACTION_LENGTH = '.123456789Z'.length;

/** An instant of `parseInstant` with all nine digits, which is still one: these texts sort as time does. */
export function sortableInstant(instant: string): string {
  const seconds = instant.slice(0, WHOLE_SECONDS_LENGTH);
  const fraction = instant.slice(WHOLE_SECONDS_LENGTH + 1, -1).padEnd(FRACTION_LENGTH - 2, '0');
  return `${seconds}.${fraction}Z`;
}
