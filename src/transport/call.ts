import { hash } from 'node:crypto';
import type { Calls } from '../calls/call-budget.js';
import type { UpstreamCallReport } from './call-report.js';
import type { OperationEnd } from './operation-end.js';
import type { OperationMemory } from './operation-memory.js';

/** On whose behalf, and within which bounds, upstream calls are made. One for each provider and operation. */
export interface Call {
  /** The whole `Authorization` value. Its syntax has been checked, so it can stand in a header. */
  readonly credential: string;
  /** What the credential is remembered by beyond the operation; see `toCredentialKey`. */
  readonly credentialKey: string;
  /** When the client goes away or the operation's time is up. */
  readonly end: OperationEnd;
  /** What pays for a request that names no purse of its own. */
  readonly budget: Calls;
  readonly memory: OperationMemory;
  /** Whether nothing that was kept may be the answer. */
  readonly wantsFresh: boolean;
  /** Sent upstream as `x-request-id`. */
  readonly correlationId: string;
  /** Where each of its calls is noted when it has ended; undefined: nobody asks. */
  readonly reports?: UpstreamCallReport[] | undefined;
}

/** Two credentials never share a key, whatever the case of their scheme, and the key does not hold the token. */
export function toCredentialKey(credential: string): string {
  return hash('sha256', toToken(credential), 'base64url');
}

/** The credential without its scheme. */
export function toToken(credential: string): string {
  return credential.replace(/^bearer /i, '');
}
