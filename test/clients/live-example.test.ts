import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'graphql-sse';
import { startProcess } from '../support/api.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** The example that is a subscription, asked as clients of GraphQL over SSE ask. */

startSystem({ LIVE_POLL_MS: '100', LIVE_POLLS_PER_MINUTE: '10000' }, startProcess);

const EXAMPLE = join(import.meta.dirname, '../../examples/16-live-invoices');

test('F54 F59 the live example tells the client of graphql-sse of a new invoice, and ends when it leaves', async () => {
  const query = readFileSync(`${EXAMPLE}.graphql`, 'utf8');
  const variables = JSON.parse(readFileSync(`${EXAMPLE}.json`, 'utf8')) as Record<string, unknown>;
  const client = createClient({
    url: `${api.url}/graphql`,
    headers: { authorization: 'Bearer sandbox-altostrat' },
  });
  const events = client.iterate({ query, variables });
  const first = events.next();
  await until(async () => (await upstream.paths()).length > 0);
  await upstream.control('POST', '/accounts/cus_acme_us/invoices', { invoices: 1 });
  expect(await first).toMatchObject({
    done: false,
    value: {
      data: {
        invoiceChanged: {
          cause: 'CREATED',
          billingAccount: { accountId: 'cus_acme_us' },
          invoice: { id: expect.any(String) },
        },
      },
    },
  });
  await events.return?.();
  const metrics = async (): Promise<string> => (await fetch(`${api.url}/metrics`)).text();
  await until(async () => (await metrics()).includes('\nbilling_live_streams 0\n'));
});
