import { BillingError } from '../../errors/billing-error.js';

/** The error of an answer that cannot be read. What came stays out of it: it may be anything. */
export function unreadable(what: string): BillingError {
  return new BillingError('UPSTREAM_INVALID_RESPONSE', toMessage(what));
}

/** The same where there is only too much of it: who asked for a page may ask for a smaller one. */
export function tooLarge(bytesMax: number): BillingError {
  return tooMuch(`it has more than ${bytesMax} bytes`);
}

/** The same, for anything else that there can be too much of. */
export function tooMuch(what: string): BillingError {
  return new BillingError('UPSTREAM_INVALID_RESPONSE', toMessage(what), { isTooLarge: true });
}

function toMessage(what: string): string {
  return `The provider's answer cannot be read: ${what}.`;
}
