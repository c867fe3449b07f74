import { parseHttpDate } from './http-date.js';

/** Longest wait that is passed on: a day. It also fits timers, which overflow past 2^31-1 ms. */
export const WAIT_MS_MAX = 86_400_000;
const SECONDS = /^\d{1,15}$/;

/**
 * Reads a `Retry-After` header, seconds or an HTTP date.
 *
 * @returns milliseconds from `nowMs`, at most a day; undefined where the header says nothing usable
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (SECONDS.test(header)) return Math.min(Number(header) * 1000, WAIT_MS_MAX);
  const atMs = parseHttpDate(header, nowMs);
  return atMs === undefined ? undefined : Math.min(Math.max(atMs - nowMs, 0), WAIT_MS_MAX);
}
