import { equal, deepEqual } from 'node:assert/strict';
import { after, test } from 'node:test';
import { allProviders, createBillingServer } from 'billing-graphql';
import { createConformance, startUpstream } from 'billing-graphql/testing';
import { emulator, entries, token } from './emulator.js';
import { tally } from './tally.js';

const upstream = await startUpstream(emulator);
const conformance = createConformance({
  definition: tally,
  upstream,
  token,
  account: { accountId: 'book-1' },
  invoiceIds: entries.map(({ number }) => number),
  missingAccount: { accountId: 'book-404' },
  impossibleAccount: { accountId: 'cus_1' },
});
after(async () => {
  await conformance.close();
  await upstream.close();
});

for (const { name, run } of conformance.checks) test(`TALLY ${name}`, run);

test('TALLY is served beside the others', async (t) => {
  const providers = [...allProviders, tally];
  const server = createBillingServer({ providers, port: 0, urls: { TALLY: upstream.url }, cacheMaxAgeMs: 0 });
  t.after(() => server.close());
  const url = await server.listen();
  upstream.forget();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'tally-authorization': `Bearer ${token}` },
    body: JSON.stringify({
      query: `{
        billingAccount(provider: TALLY, accountId: "book-1") {
          invoices(first: 2) { nodes { number status total { formatted } } }
        }
      }`,
    }),
  });
  deepEqual(((await response.json()) as { data: unknown }).data, {
    billingAccount: {
      invoices: {
        nodes: [
          { number: 'T-11', status: 'OPEN', total: { formatted: '€110.05' } },
          { number: 'T-10', status: 'PAID', total: { formatted: '€100.05' } },
        ],
      },
    },
  });
  equal(upstream.calls().length, 1);
});
