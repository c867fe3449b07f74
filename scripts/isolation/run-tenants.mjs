import { Agent } from 'undici';
import { numbersFrom } from '../numbers-from.mjs';
import { judge } from './tenants.mjs';

const ACCOUNT = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_hot", accountId: "cus_hot")';
const CHANGE =
  '{ workspaceId: "ws_hot", accountId: "cus_hot", items: [{ productType: "users", quantity: 1 }] }';
const INVOICES =
  'nodes { id invoiceId number hostedInvoiceUrl total { amountMinor } lines { nodes { description productName } } }';

/** What all ask, word for word. */
const QUERIES = [
  `{ ${ACCOUNT} { name email invoices(first: 3) { ${INVOICES} pageInfo { endCursor } } } }`,
  `{ ${ACCOUNT} { name subscriptions { nodes { subscriptionId } } } }`,
  `{ ${ACCOUNT} { name invoices(first: 6) { ${INVOICES} } subscriptions { nodes { subscriptionId status } } } }`,
  `mutation { previewInvoice(input: ${CHANGE}) { preview { total { amountMinor } lines { nodes { description productName } } } userErrors { code } } }`,
];
/** Of so many requests one goes past what is kept, and one is left by its client. */
const FRESH_EVERY = 11;
const LEFT_EVERY = 23;

/**
 * Has the tenants ask at once, in an order that `seed` gives, and judges each answer. Ends at the first finding that is not
 * the tenant's own, or after so many requests. Resolves with the requests made until then, and what was found.
 *
 * @param {{ urls: readonly string[], tenants: readonly object[], requests: number, atOnce?: number, seed?: number,
 *   onProgress?: (share: number) => void }} options
 */
export async function runTenants({
  urls,
  tenants,
  requests,
  atOnce = 32,
  seed = 1,
  onProgress = () => undefined,
}) {
  const random = numbersFrom(seed);
  const agent = new Agent({ connections: atOnce });
  const met = { requests: 0, answered: 0, withErrors: 0, refused: 0, left: 0, findings: [] };
  const askNext = async () => {
    while (met.requests < requests && met.findings.length === 0) {
      const number = (met.requests += 1);
      const tenant = tenants[Math.floor(random() * tenants.length)];
      await askOnce({ agent, url: urls[number % urls.length], tenant, number, random, met });
      if (number % 1000 === 0) onProgress(number / requests);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askNext));
  await agent.close();
  return met;
}

async function askOnce({ agent, url, tenant, number, random, met }) {
  const leaves = number % LEFT_EVERY === 0;
  const signal = leaves ? AbortSignal.timeout(1 + Math.floor(random() * 6)) : undefined;
  try {
    const { statusCode, headers, body } = await agent.request({
      origin: url,
      path: '/graphql',
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${tenant.token}`,
        ...(number % FRESH_EVERY === 0 && { 'cache-control': 'no-cache' }),
      },
      body: JSON.stringify({ query: QUERIES[Math.floor(random() * QUERIES.length)] }),
      signal,
    });
    note(met, tenant, number, { status: statusCode, headers, text: await body.text() });
  } catch (error) {
    if (!leaves) throw error;
    met.left += 1;
  }
}

function note(met, tenant, number, answer) {
  if (answer.status === 200) met.answered += 1;
  else if (answer.status === 503) met.refused += 1;
  else throw new Error(`Nobody asked for an answer such as ${answer.status}: ${answer.text}`);
  if (answer.text.includes('"errors":')) met.withErrors += 1;
  for (const found of judge(answer, tenant))
    met.findings.push(`request ${number} of tenant ${tenant.number} (${tenant.trouble}): ${found}`);
}
