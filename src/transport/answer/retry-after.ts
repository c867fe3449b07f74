/** Longest wait that is passed on: a day. It also fits timers, which overflow past 2^31-1 ms. */
export const WAIT_MS_MAX = 86_400_000;
const SECONDS = /^\d{1,15}$/;
/** The one form of an HTTP date in use. `Date.parse` alone takes "try 5" for a day in May 2001. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads a `Retry-After` header, seconds or an HTTP date.
 *
 * @returns milliseconds from `nowMs`, at most a day; undefined where the header says nothing usable
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (SECONDS.test(header)) return Math.min(Number(header) * 1000, WAIT_MS_MAX);
  const at = HTTP_DATE.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - nowMs, 0), WAIT_MS_MAX);
}
