import type { ProviderName } from '../../errors/provider-name.js';
import { badUserInput, BillingError, quote } from '../../errors/billing-error.js';
import type { ProviderDefinition } from '../../providers/provider.js';

/** Which header of the caller's carries which provider's credential. */
export type CredentialHeader = Pick<ProviderDefinition, 'name' | 'credentialHeader'>;

/** The whole `Authorization` value for each provider that the caller sent one for. */
export type Credentials = ReadonlyMap<ProviderName, string>;

/** The scheme in any case, as HTTP has it; the token's syntax is checked, since it stands in a header again. */
const BEARER = /^Bearer [A-Za-z0-9._~+/=:-]{1,8192}$/i;

/**
 * Reads the caller's credentials from the raw header list, where a repeated header still shows.
 *
 * @throws UNAUTHENTICATED for a header that is there but malformed: it must not travel, and leaving it out
 *   would answer as if the caller had sent none
 */
export function parseCredentials(
  rawHeaders: readonly string[],
  providers: readonly CredentialHeader[],
): Credentials {
  const credentials = new Map<ProviderName, string>();
  for (const { name, credentialHeader } of providers) {
    const values = valuesOf(rawHeaders, credentialHeader);
    if (values.length > 0) credentials.set(name, parseBearer(values, credentialHeader));
  }
  return credentials;
}

/**
 * The same of tokens by the names of their providers.
 *
 * @throws BAD_USER_INPUT for one of nobody; UNAUTHENTICATED for one that is malformed
 */
export function parseTokens(
  tokens: Readonly<Record<string, string>>,
  providers: readonly CredentialHeader[],
): Credentials {
  return new Map(
    Object.entries(tokens).map(([name, token]) => {
      if (!providers.some((provider) => provider.name === name))
        throw badUserInput(`Token of ${quote(name)}: expected the name of a provider that is served.`);
      const credential = `Bearer ${token}`;
      if (BEARER.test(credential)) return [name, credential];
      throw new BillingError(
        'UNAUTHENTICATED',
        `Token of ${name}: expected it without "Bearer" and without blanks.`,
      );
    }),
  );
}

/** The error of a field whose provider got no credential. It costs no call. */
export function missingCredential({ name, credentialHeader }: CredentialHeader): BillingError {
  return new BillingError(
    'UNAUTHENTICATED',
    `${name} needs the header "${credentialHeader}: Bearer <token>", got none.`,
    { provider: name },
  );
}

/** What is left of a header whose token nobody filled in. */
const EMPTY_BEARER = /^(?:Bearer *)?$/i;

const NONE: readonly string[] = [];

/** The values of every header of this name, in any case. */
export function valuesOf(rawHeaders: readonly string[], header: string): readonly string[] {
  let values = NONE;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    // Nearly all names differ in length, and are not copied for it.
    if (name.length === header.length && name.toLowerCase() === header)
      values = [...values, rawHeaders[index + 1] ?? ''];
  }
  return values;
}

function parseBearer(values: readonly string[], header: string): string {
  const [value = ''] = values;
  if (values.length === 1 && BEARER.test(value)) return value;
  if (values.length === 1 && EMPTY_BEARER.test(value))
    throw new BillingError(
      'UNAUTHENTICATED',
      `Header "${header}": the token is empty. Expected "Bearer <token>", or no such header.`,
    );
  throw new BillingError(
    'UNAUTHENTICATED',
    `Header "${header}": expected one "Bearer <token>", and no other scheme.`,
  );
}
