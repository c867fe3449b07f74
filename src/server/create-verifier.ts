import type { Logger } from 'pino';
import type { ProviderDefinition } from '../providers/provider.js';
import { fetchDocument } from '../transport/fetch-document.js';
import type { TokenIssuer } from './config.js';
import { IssuerKeys } from './operation/issuer-keys.js';
import { TokenVerifier } from './operation/verify-token.js';

export interface VerifierOptions {
  readonly tokenIssuer: TokenIssuer;
  /** One of them has tokens that can be verified. */
  readonly definitions: readonly ProviderDefinition[];
  readonly logger: Logger;
}

/** A verifier that is fetching its first keys. */
export interface RunningVerifier {
  readonly verifier: TokenVerifier;
  /** Ends a call that is under way, and makes no more. */
  close(): void;
}

/** A set of keys has a few kilobytes. */
const BYTES_MAX = 256 * 1024;

/** Nobody waits for it as long as this. */
const TIMEOUT_MS = 10_000;

export function createVerifier({ tokenIssuer, definitions, logger }: VerifierOptions): RunningVerifier {
  const provider = definitions.find(({ hasVerifiableTokens }) => hasVerifiableTokens);
  if (!provider) throw new Error('No provider has tokens that can be verified.');
  const keys = new IssuerKeys({
    fetchSet: async (signal) =>
      fetchDocument(tokenIssuer.keysUrl, { bytesMax: BYTES_MAX, timeoutMs: TIMEOUT_MS, signal }),
    monotonicMs: () => performance.now(),
    onSet: ({ count, leftOut }) => logger.info({ count, leftOut }, 'keys of the issuer'),
    onFailure: ({ message }, retryAfterMs) =>
      logger.warn({ reason: message, retryAfterMs }, 'no keys of the issuer'),
  });
  keys.start();
  return {
    verifier: new TokenVerifier({ provider, tokenIssuer, keys, now: Date.now }),
    close: () => keys.close(),
  };
}
