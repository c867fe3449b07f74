import { isBillingError } from '../../errors/billing-error.js';

/** What systems and libraries call a failure; any other text could hold what nobody is to read. */
const CODE = /^[A-Z][A-Z0-9_]{2,60}$/;

/** As OpenSSL and Node name what is wrong with a certificate. */
const CERTIFICATE = /CERT|SIGNED|ISSUER|LEAF_SIGNATURE|^CRL_/;

/**
 * Why there was no good answer, for the log: `timeout`, `connect timeout`, `abandoned` (nobody waited for it any more), `status`,
 * `invalid answer`, `connection closed`, `certificate: CERT_HAS_EXPIRED`, a code of the system's such as `ECONNREFUSED` or `ENOTFOUND`, or `unknown`.
 *
 * @param ending how the exchange was ended before its answer was there, if it was
 */
export function toCause(error: unknown, ending: 'left' | 'late' | undefined): string {
  if (ending) return ending === 'late' ? 'timeout' : 'abandoned';
  if (isBillingError(error)) return error.facts.upstream ? 'status' : 'invalid answer';
  const code = codeOf(error);
  if (code === undefined) return 'unknown';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'connect timeout';
  if (code === 'UND_ERR_SOCKET') return 'connection closed';
  if (code.startsWith('HPE_')) return 'invalid answer';
  return CERTIFICATE.test(code) ? `certificate: ${code}` : code;
}

/** Of the error itself, or of what it was made of: several addresses of one host fail together. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, cause, errors } = error as Error & { code?: unknown; errors?: readonly unknown[] };
  if (typeof code === 'string' && CODE.test(code)) return code;
  return codeOf(cause ?? errors?.[0]);
}
