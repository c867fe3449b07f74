import { once } from 'node:events';
import { startApi, type Api } from '../support/api.js';
import { freePort } from '../support/free-port.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { startLoad, type Load } from '../support/load.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { startNginx, type Nginx } from './nginx.js';

/** Two replicas behind the nginx of examples/nginx: what clients notice when one of them goes. They are to notice nothing. */

const CLIENTS = 12;
const query = `{ ${accountField('cus_acme_us', 'ws_acme')} { name invoices(first: 2) { nodes { number } } } }`;

let upstream: Upstream;
let nginx: Nginx;
let tokens: readonly string[];
const ports: number[] = [];
const replicas: Api[] = [];

beforeAll(async () => {
  upstream = await startUpstream();
  // Tokens choose the replica, so that each has some of them.
  tokens = await Promise.all(Array.from({ length: CLIENTS }, async () => freshToken(upstream)));
  ports.push(await freePort(), await freePort());
  replicas.push(await startReplica(0), await startReplica(1));
  nginx = await startNginx([ports[0] ?? 0, ports[1] ?? 0]);
  // Long enough that there are always some under way.
  await upstream.fault({ fault: { kind: 'latency', ms: 30 } });
});
afterAll(async () => {
  await nginx?.stop();
  await Promise.all(replicas.map(async (replica) => replica.stop()));
  await upstream?.close();
});

async function startReplica(index: number): Promise<Api> {
  const api = await startApi({ ALTOSTRAT_URL: upstream.url, PORT: String(ports[index]) });
  while ((await fetch(`${api.url}/readyz`)).status !== 200) continue;
  return api;
}

/** Half of the clients send their queries by POST, half by GET. */
function startClients(): Load {
  return startLoad(CLIENTS, async (client) => {
    const headers = { authorization: `Bearer ${tokens[client]}` };
    const response = await (client % 2 === 0
      ? fetch(`${nginx.url}/graphql`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        })
      : fetch(`${nginx.url}/graphql?query=${encodeURIComponent(query)}`, {
          headers: { ...headers, 'apollo-require-preflight': 'true' },
        }));
    return `${response.status} ${(await response.text()).trim()}`;
  });
}

/** Requests that a replica has answered so far. */
async function answered(api: Api): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  return Number(
    /^billing_http_request_duration_seconds_count\{route="\/graphql",status="200"\} (\d+)$/m.exec(
      text,
    )?.[1] ?? 0,
  );
}

async function expectOneAnswer(load: Load): Promise<void> {
  const outcomes = await load.end();
  expect(Object.keys(outcomes)).toEqual([
    '200 {"data":{"billingAccount":{"name":"Acme United States","invoices":{"nodes":[{"number":"ACMEUS-1200"},{"number":"ACMEUS-1199"}]}}}}',
  ]);
}

test('L14 L01 each of two replicas is restarted by SIGTERM under load: no client has a failed or refused request', async () => {
  const load = startClients();
  await load.untilMore(100);
  for (const index of [0, 1]) {
    const old = replicas[index];
    if (!old) throw new Error('It was started before.');
    expect(await answered(old)).toBeGreaterThan(0);
    expect(await old.stop()).toBe(0);
    await load.untilMore(50);
    const next = (replicas[index] = await startReplica(index));
    await load.untilMore(100);
    // Its credentials came back to it.
    expect(await answered(next)).toBeGreaterThan(0);
  }
  await expectOneAnswer(load);
});

test('L14 one of two replicas is killed with SIGKILL under load: no client has a failed request, and the other one serves', async () => {
  const load = startClients();
  await load.untilMore(100);
  const [killed, other] = replicas;
  if (!killed || !other) throw new Error('They were started before.');
  const exited = once(killed.process, 'exit');
  killed.process.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);
  const before = await answered(other);
  await load.untilMore(200);
  expect(await answered(other)).toBeGreaterThan(before + 150);
  replicas[0] = await startReplica(0);
  await load.untilMore(50);
  await expectOneAnswer(load);
});
