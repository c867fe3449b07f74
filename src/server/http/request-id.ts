const SANE = /^[A-Za-z0-9._:-]{1,128}$/;

/** The caller's `x-request-id` where it is harmless in headers, logs and answers; otherwise a fresh one. */
export function toRequestId(header: unknown, createId: () => string): string {
  return typeof header === 'string' && SANE.test(header) ? header : createId();
}
