/**
 * Asks the sandbox through nginx every half second, some of it twice, some in vain, until it is stopped. `BILLING_URL` is the address
 * of the API.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const { BILLING_URL = 'http://localhost:8080/graphql' } = process.env;

const account = (id) => `billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "${id}")`;
const queries = [
  '{ workspaces { nodes { id name } } }',
  `{ ${account('cus_acme_us')} { invoices(first: 20) { nodes { number total { formatted } } } } }`,
  `{ ${account('cus_acme_us')} { invoices(first: 400) { nodes { number reconciliation { ok } } } } }`,
  `{ ${account('cus_acme_us')} { invoices(first: 5, after: "damaged") { nodes { number } } } }`,
  '{ billingAccounts(provider: NORTHFLANK) { nodes { accountId name } } }',
];

for (let turn = 0; ; turn += 1) {
  await ask(queries[turn % queries.length]);
  await sleep(500);
}

async function ask(query) {
  try {
    const response = await fetch(BILLING_URL, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer sandbox-altostrat',
        'northflank-authorization': 'Bearer sandbox-northflank',
      },
      body: JSON.stringify({ query }),
    });
    await response.text();
  } catch {
    // The replicas may not be there yet.
  }
}
