import { isEmulated, type EmulatedProvider, type ProviderDefinition } from '../providers/provider.js';
import type { Config } from './config.js';

/** What a newcomer needs once the server answers: where it is, what stands behind it, and calls that work as printed. */
export function welcome(
  url: string,
  config: Config,
  emulated: readonly ProviderDefinition[],
  sandboxUrl: string,
): string {
  const base = url.replace('//127.0.0.1:', '//localhost:');
  const names = emulated.map(({ name }) => name).join(' and ');
  const lines = [
    `billing-graphql answers at ${base}/graphql, with the embedded sandbox in place of ${names}`,
    ...(config.isGraphiqlServed ? [`GraphiQL, with sample operations: ${base}/`] : []),
    `The sandbox itself: ${sandboxUrl}; what it holds, its calls and faults: ${sandboxUrl}/_sandbox (docs/sandbox.md)`,
    'Try it:',
    ...listOpen(emulated, config).flatMap(({ credentialHeader, sandbox: { token, question } }) => [
      `  curl -s ${base}/graphql -H 'content-type: application/json' -H '${credentialHeader}: Bearer ${token}' \\`,
      `    -d '${JSON.stringify({ query: question })}'`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * A header for each provider: with the token that opens its emulator, or without one, to be filled in. A live provider's
 * credentials are its callers' own.
 */
export function credentialHeaders(
  providers: readonly ProviderDefinition[],
  open: readonly ProviderDefinition[],
): Record<string, string> {
  return Object.fromEntries(
    providers.map((provider) => [
      provider.credentialHeader,
      `Bearer ${open.includes(provider) ? (provider.sandbox?.token ?? '') : ''}`,
    ]),
  );
}

/** Those whose sandbox token is taken: where tokens are verified, it is none. */
export function listOpen(
  emulated: readonly ProviderDefinition[],
  { tokenIssuer }: Pick<Config, 'tokenIssuer'>,
): readonly EmulatedProvider[] {
  return emulated
    .filter(isEmulated)
    .filter(({ hasVerifiableTokens }) => !(tokenIssuer && hasVerifiableTokens));
}
