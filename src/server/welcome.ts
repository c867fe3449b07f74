import type { Config } from './config.js';

/** What a newcomer needs once the server answers: where it is, and a call that works as it is printed. */
export function welcome(url: string, { isGraphiqlServed }: Config, authorization: string): string {
  const base = url.replace('//127.0.0.1:', '//localhost:');
  const query =
    '{ billingAccount(provider: ALTOSTRAT, workspaceId: \\"ws_acme\\", accountId: \\"cus_acme_us\\") ' +
    '{ invoices(first: 3) { nodes { number status total { formatted } } } } }';
  const lines = [
    `billing-graphql answers at ${base}/graphql, on sandbox data`,
    ...(isGraphiqlServed ? [`GraphiQL, with sample operations: ${base}/`] : []),
    'Try it:',
    `  curl -s ${base}/graphql -H 'content-type: application/json' -H 'authorization: ${authorization}' \\`,
    `    -d '{"query":"${query}"}'`,
  ];
  return `${lines.join('\n')}\n`;
}
