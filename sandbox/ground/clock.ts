/** The sandbox's present. It stands still, so that the same seed gives the same bytes on any day. */
export const SANDBOX_NOW = '2026-01-01T00:00:00Z';
export const SANDBOX_NOW_MS = Date.parse(SANDBOX_NOW);

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Milliseconds of an instant in text; NaN for anything else, as planted rows can hold anything. */
export function parseInstant(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : NaN;
}

/** `2025-10-29T00:40:06.000000Z`, the form of invoices and billing accounts. */
export function toMicrosecondText(instantMs: number): string {
  return new Date(instantMs).toISOString().replace(/\.(\d{3})Z$/, '.$1000Z');
}
