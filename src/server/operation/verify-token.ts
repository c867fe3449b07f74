import { errors, jwtVerify, type JWTHeaderParameters, type JWTVerifyOptions } from 'jose';
import { LRUCache } from 'lru-cache';
import { BillingError } from '../../errors/billing-error.js';
import { toCredentialKey, toToken } from '../../transport/call.js';
import type { TokenIssuer } from '../config.js';
import type { CredentialHeader, Credentials } from './credentials.js';
import type { IssuerKeys } from './issuer-keys.js';
import type { KeySet } from './key-set.js';

/** Whose tokens are verified, against what, and what time it is. */
export interface TokenVerifierOptions {
  readonly provider: CredentialHeader;
  readonly tokenIssuer: Pick<TokenIssuer, 'issuer' | 'audience'>;
  readonly keys: Pick<IssuerKeys, 'current' | 'isUpToDate' | 'retryAfterMs' | 'want' | 'next'>;
  /** The current time, Unix milliseconds: what tokens say of their time is told by it. */
  readonly now: () => number;
}

/** None that takes a secret: with one, whoever can check a token could make it. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'];

/** By how much the issuer's clock and ours may differ. */
const TOLERANCE_SECONDS = 5;

/** How far ahead a token's end may lie. Beyond it, it is as good as none. */
const LIFETIME_DAYS_MAX = 31;
const LIFETIME_SECONDS_MAX = LIFETIME_DAYS_MAX * 86_400;

/** Tokens that are known to be good, by their digests. One more costs another check of its signature. */
const KNOWN_MAX = 10_000;

/** A key that a token brings along, or an address of one, says only what its maker likes. */
const FOREIGN_KEYS = ['jwk', 'jku', 'x5c', 'x5u'] as const;

interface KnownToken {
  readonly keys: KeySet;
  /** Unix milliseconds. */
  readonly endsAtMs: number;
}

/** Thrown where the set at hand has no key of the name that a token gives. */
class UnknownKey extends Error {}

/**
 * Verifies the tokens of one provider's callers before anything is asked on their behalf. What has been verified is known
 * by its digest until it ends or the issuer's keys change.
 */
export class TokenVerifier {
  readonly #known = new LRUCache<string, KnownToken>({ max: KNOWN_MAX });
  readonly #options: JWTVerifyOptions;

  constructor(private readonly options: TokenVerifierOptions) {
    const { issuer, audience } = options.tokenIssuer;
    this.#options = {
      algorithms: ALGORITHMS,
      issuer,
      audience,
      requiredClaims: ['exp', 'iss', 'aud', 'sub'],
      clockTolerance: TOLERANCE_SECONDS,
    };
  }

  /** Whether there are keys to verify anything with. */
  get isReady(): boolean {
    return this.options.keys.current !== undefined;
  }

  /** Whether nothing is left to verify: the token is known to be good, or there is none. */
  hasVerified(credentials: Credentials): boolean {
    const { provider, keys, now } = this.options;
    const credential = credentials.get(provider.name);
    if (credential === undefined) return true;
    const known = this.#known.get(toCredentialKey(credential));
    return known !== undefined && known.keys === keys.current && now() < known.endsAtMs;
  }

  /**
   * @throws UNAUTHENTICATED for a token that is not good
   * @throws UPSTREAM_UNAVAILABLE where the keys are missing by which that could be told
   */
  async verify(credentials: Credentials): Promise<void> {
    const credential = credentials.get(this.options.provider.name);
    if (credential === undefined) return;
    this.#known.set(toCredentialKey(credential), await this.#check(toToken(credential)));
  }

  async #check(token: string): Promise<KnownToken> {
    const { keys } = this.options;
    const { current } = keys;
    if (current) {
      const known = await this.#checkBy(current, token);
      if (known) return known;
    }
    const next = await keys.next(current);
    const known = next && (await this.#checkBy(next, token));
    if (known) return known;
    if (keys.isUpToDate) throw this.#refuse('it is signed with a key that is none of its issuer');
    throw new BillingError(
      'UPSTREAM_UNAVAILABLE',
      `Header "${this.options.provider.credentialHeader}": the keys that verify the token are not there yet.`,
      { retryAfterMs: keys.retryAfterMs },
    );
  }

  /**
   * Undefined: the set does not have its key.
   *
   * @throws UNAUTHENTICATED
   */
  async #checkBy(keys: KeySet, token: string): Promise<KnownToken | undefined> {
    const nowMs = this.options.now();
    const findKey: KeySet['find'] = async (head, jws) => {
      assertOrdinary(head);
      if (head.kid !== undefined && !keys.ids.has(head.kid)) throw new UnknownKey();
      return keys.find(head, jws);
    };
    let end: number | undefined;
    try {
      const { payload } = await jwtVerify(token, findKey, {
        ...this.#options,
        currentDate: new Date(nowMs),
      });
      end = payload.exp;
    } catch (error) {
      if (error instanceof UnknownKey) return undefined;
      // Its key may have changed under the same name, or have none.
      if (error instanceof errors.JWSSignatureVerificationFailed) this.options.keys.want();
      throw this.#refuse(tellWhy(error));
    }
    if (end === undefined || end > nowMs / 1000 + LIFETIME_SECONDS_MAX)
      throw this.#refuse(`it ends in more than ${LIFETIME_DAYS_MAX} days`);
    return { keys, endsAtMs: (end + TOLERANCE_SECONDS) * 1000 };
  }

  #refuse(why: string): BillingError {
    const { credentialHeader } = this.options.provider;
    return new BillingError('UNAUTHENTICATED', `Header "${credentialHeader}": the token is refused, ${why}.`);
  }
}

/** @throws Error for a head that wants something else than our keys, or its content read in another way */
function assertOrdinary(head: JWTHeaderParameters): void {
  if (head.b64 === false || FOREIGN_KEYS.some((name) => head[name] !== undefined))
    throw new errors.JOSENotSupported();
}

/** Claims by which the library refuses. Nothing else that a token says is repeated. */
const CLAIMS: ReadonlySet<string> = new Set(['exp', 'iss', 'aud', 'sub', 'nbf', 'iat']);

function tellWhy(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed && CLAIMS.has(error.claim))
    return `its claim "${error.claim}" is missing or not what it should be`;
  return 'it is no JSON Web Token whose signature holds';
}
