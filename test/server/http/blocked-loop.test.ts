import { startProcess, type Api, type GraphqlAnswer } from '../../support/api.js';
import { accountField } from '../../support/invoice-row.js';
import { startUpstream, type Upstream } from '../../support/upstream.js';

/** A process that is blocked for a while refuses what it cannot follow, lives, and is soon as before. */

const UNDER_WAY = 300;
const BLOCKS = 3;

let upstream: Upstream;
let api: Api;
beforeAll(async () => {
  const preload = new URL('../../support/blocking-loop.mjs', import.meta.url).href;
  upstream = await startUpstream();
  api = await startProcess({
    ALTOSTRAT_URL: upstream.url,
    NODE_OPTIONS: `--import=${preload}`,
    UPSTREAM_TIMEOUT_MS: '25000',
  });
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});

const nameOf = (account: string): string => `{ ${accountField(account, 'ws_acme')} { name } }`;

async function refusedSoFar(): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  return Number(/^billing_http_requests_refused_total (\d+)$/m.exec(text)?.[1]);
}

test('L04 blocked for half a second, three times over, with 300 operations under way, it sheds, lives and recovers', async () => {
  await upstream.fault({ fault: { kind: 'hold' } });
  const running: Promise<GraphqlAnswer>[] = [];
  while (running.length < UNDER_WAY) {
    running.push(api.ask(nameOf(`cus_acme_us${running.length}`)));
    // Slowly, since a server that has just begun is slow, too.
    if (running.length % 10 === 0) await api.ask('{ __typename }');
  }
  expect(await refusedSoFar()).toBe(0);
  const asked: Promise<number>[] = [];
  for (let block = 0; block < BLOCKS; block += 1) {
    api.process.kill('SIGUSR2');
    asked.push(...Array.from({ length: 10 }, async () => (await api.ask('{ __typename }')).status));
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  }
  const statuses = await Promise.all(asked);
  const refused = statuses.filter((status) => status === 503).length;
  expect([refused > 0, new Set([...statuses, 503])]).toEqual([true, new Set([200, 503])]);
  expect(await refusedSoFar()).toBe(refused);
  const begun = performance.now();
  while ((await api.ask('{ __typename }')).status !== 200) continue;
  expect(performance.now() - begun).toBeLessThan(2000);
  await upstream.clearFaults();
  for (const { errors } of await Promise.all(running))
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
  expect((await api.ask(nameOf('cus_acme_us'))).data).toEqual({
    billingAccount: { name: 'Acme United States' },
  });
});
