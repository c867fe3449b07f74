import type { ProviderName } from '../errors/provider-name.js';
import type { Config } from './config.js';
import { credentialHeaders } from './operation/credentials.js';

/** What is asked of each provider's emulator. */
const QUESTIONS: Readonly<Record<ProviderName, string>> = {
  ALTOSTRAT:
    '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") ' +
    '{ invoices(first: 3) { nodes { number status total { formatted } } } } }',
  NORTHFLANK:
    '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") ' +
    '{ invoices(first: 3) { nodes { invoiceId status total { formatted } } } } }',
};

/** The `Authorization` value of each provider that the embedded sandbox stands in for. */
export type SandboxCredentials = Partial<Record<ProviderName, string>>;

/** What a newcomer needs once the server answers: where it is, what stands behind it, and calls that work as printed. */
export function welcome(url: string, { isGraphiqlServed }: Config, credentials: SandboxCredentials): string {
  const base = url.replace('//127.0.0.1:', '//localhost:');
  const emulated = Object.keys(credentials) as ProviderName[];
  const lines = [
    `billing-graphql answers at ${base}/graphql, with the embedded sandbox in place of ${emulated.join(' and ')}`,
    ...(isGraphiqlServed ? [`GraphiQL, with sample operations: ${base}/`] : []),
    'Try it:',
    ...emulated.flatMap((provider) => [
      `  curl -s ${base}/graphql -H 'content-type: application/json' -H '${credentialHeaders[provider]}: ${credentials[provider]}' \\`,
      `    -d '${JSON.stringify({ query: QUESTIONS[provider] })}'`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
