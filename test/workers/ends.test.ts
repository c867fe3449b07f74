import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { accountField } from '../support/invoice-row.js';
import { startLoad } from '../support/load.js';
import { exchangeOne, postHead } from '../support/raw-http.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { figure } from '../support/process-figures.js';
import { askAnew, pause, startCrew } from './workers.js';

/** How processes at one port end, all at once or one of them, and what those notice who ask them. */

const CRASH = fileURLToPath(new URL('../support/crash.mjs', import.meta.url));
const query = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;

const TYPENAME = JSON.stringify({ query: '{ __typename }' });

let upstream: Upstream;

beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(async () => upstream?.close());
afterEach(async () => {
  await upstream.clearFaults();
  await upstream.forget();
});

async function untilCalled(count: number): Promise<void> {
  while ((await upstream.paths()).length < count) await pause();
}

test.each([1, 2])(
  'L01 L13 SIGTERM under load, three times, WORKERS=%i: each request is answered or refused in words, exit code 0',
  async (workers) => {
    for (let round = 0; round < 3; round += 1) {
      const { api } = await startCrew(workers, { ALTOSTRAT_URL: upstream.url });
      const load = startLoad(12, async () => {
        const { status, data, errors } = await api.ask('{ __typename }');
        return `${status} ${data?.__typename ?? errors[0]?.extensions['code']}`;
      });
      await load.untilMore(50);
      expect(await api.stop()).toBe(0);
      const outcomes = await load.end();
      expect(Object.keys(outcomes).toSorted()).toEqual(['200 Query', '503 SHUTTING_DOWN']);
      expect(outcomes['503 SHUTTING_DOWN']).toBe(12);
    }
  },
);

test('L01 L13 what runs in each process is finished after SIGINT to the whole group', async () => {
  const { api, pids } = await startCrew(2, { ALTOSTRAT_URL: upstream.url });
  await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
  const running = Array.from({ length: 4 }, async (_, index) => {
    const unequal = `query Number${index} ${query}`;
    return askAnew(api, unequal);
  });
  await untilCalled(2);
  const exited = once(api.process, 'exit');
  for (const pid of [api.process.pid ?? 0, ...pids()]) process.kill(pid, 'SIGINT');
  expect(await Promise.all(running)).toEqual(Array(4).fill('200 Acme United States'));
  expect(await exited).toEqual([0, null]);
});

test('L02 L13 a second SIGTERM ends all processes at once', async () => {
  const { api } = await startCrew(2, { ALTOSTRAT_URL: upstream.url });
  await upstream.fault({ fault: { kind: 'hang' } });
  const running = askAnew(api, query).catch(() => 'broken off');
  await untilCalled(1);
  const gone = once(api.process, 'close');
  api.process.kill('SIGTERM');
  while ((await askAnew(api)) !== '503 SHUTTING_DOWN') continue;
  api.process.kill('SIGTERM');
  expect(await gone).toEqual([null, 'SIGTERM']);
  expect(await running).toBe('broken off');
});

test('L13 a worker that is killed is replaced, the port goes on answering, and nothing that was counted is lost', async () => {
  const { api, pids, untilListening, untilLogged } = await startCrew(2, { ALTOSTRAT_URL: upstream.url });
  const answered = 'billing_http_request_duration_seconds_count{route="/graphql",status="200"}';
  for (let asked = 0; asked < 6; asked += 1) expect(await askAnew(api)).toBe('200 Query');
  expect(await figure(api.url, answered)).toBe(6);
  process.kill(pids()[0] ?? 0, 'SIGKILL');
  await untilLogged('worker died');
  for (let asked = 0; asked < 6; asked += 1) expect(await askAnew(api)).toBe('200 Query');
  await untilListening(3);
  for (let asked = 0; asked < 6; asked += 1) expect(await askAnew(api)).toBe('200 Query');
  expect(await figure(api.url, answered)).toBe(18);
  expect(await figure(api.url, 'billing_worker_deaths_total')).toBe(1);
  expect(new Set(pids()).size).toBe(3);
  expect(await api.stop()).toBe(0);
});

test('L06 L13 a worker that crashes finishes what runs; the others take what comes, and another its place', async () => {
  const { api, pids, untilListening, untilLogged } = await startCrew(2, {
    ALTOSTRAT_URL: upstream.url,
    NODE_OPTIONS: `--import=${CRASH}`,
  });
  await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
  const running = Array.from({ length: 4 }, async (_, index) =>
    askAnew(api, `query Number${index} ${query}`),
  );
  await untilCalled(2);
  process.kill(pids()[0] ?? 0, 'SIGUSR2');
  await untilLogged('worker died');
  for (let asked = 0; asked < 6; asked += 1) expect(await askAnew(api)).toBe('200 Query');
  expect(await Promise.all(running)).toEqual(Array(4).fill('200 Acme United States'));
  await untilListening(3);
  await untilLogged('worker ended');
  await untilLogged('crash');
  expect(await api.stop()).toBe(0);
});

test('L13 SIGUSR2 puts another process in the place of each, one after the other: under load no request fails or is refused', async () => {
  const { api, pids, lines, untilListening, untilLogged } = await startCrew(2, {
    ALTOSTRAT_URL: upstream.url,
  });
  const [first, second] = pids();
  const load = startLoad(12, async (client) => {
    // Half of them keep their connections, and half connect anew each time.
    const { status, text } = await (client % 2 === 0
      ? api.ask('{ __typename }')
      : exchangeOne(api.url, `${postHead(TYPENAME.length, 'Connection: close')}${TYPENAME}`));
    return `${status} ${text.trim()}`;
  });
  await load.untilMore(50);
  api.process.kill('SIGUSR2');
  await untilListening(4);
  await untilLogged('rolling restart done');
  await load.untilMore(50);
  const outcomes = await load.end();
  const whole = '200 {"data":{"__typename":"Query"}}';
  expect(Object.keys(outcomes)).toEqual([whole]);
  const told = lines().filter(({ msg }) => msg === 'worker ended' || msg === 'worker listens');
  const [third, fourth] = pids().slice(2);
  expect(told.map(({ msg, pid, code }) => [msg, pid, code])).toEqual([
    ['worker listens', first, undefined],
    ['worker listens', second, undefined],
    ['worker listens', third, undefined],
    ['worker ended', first, 0],
    ['worker listens', fourth, undefined],
    ['worker ended', second, 0],
  ]);
  const answered = 'billing_http_request_duration_seconds_count{route="/graphql",status="200"}';
  expect(await figure(api.url, answered)).toBe(outcomes[whole]);
  expect(await api.stop()).toBe(0);
});

test('L13 where workers die again and again, all end with one clear line and exit code 1', async () => {
  const { api, pids, untilListening } = await startCrew(2, { ALTOSTRAT_URL: upstream.url });
  const exited = once(api.process, 'exit');
  // Three for each worker are borne in a minute.
  for (let killed = 0; killed < 7; killed += 1) {
    await untilListening(killed + 1);
    process.kill(pids()[killed] ?? 0, 'SIGKILL');
  }
  expect(await exited).toEqual([1, null]);
  const plain = api
    .output()
    .split('\n')
    .filter((line) => line.startsWith('billing-graphql failed'));
  expect(plain).toEqual([
    'billing-graphql failed: 7 of its workers died within a minute, the last by SIGKILL.',
  ]);
});

test('L13 where the process that looks after them is killed, workers finish what runs and end', async () => {
  const { api } = await startCrew(2, { ALTOSTRAT_URL: upstream.url });
  await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
  const running = askAnew(api, query);
  await untilCalled(1);
  // Its output is theirs as well, and closes with the last of them.
  const gone = once(api.process, 'close');
  api.process.kill('SIGKILL');
  expect(await running).toBe('200 Acme United States');
  expect(await gone).toEqual([null, 'SIGKILL']);
});
