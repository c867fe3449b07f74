import { parseConfig, type Config } from '../../src/server/config.js';
import { createLogger } from '../../src/server/logger.js';
import { lifeOf as tellLife } from '../../src/server/tell-life.js';
import { startProcess, type Api } from '../support/api.js';
import { INFO, logLines, WARN, withoutTimes, type LogLine } from '../support/log-lines.js';
import { until } from '../support/until.js';

/** What the log tells of a start and of an end. */

const production = {
  NODE_ENV: 'production',
  ALTOSTRAT_URL: 'http://127.0.0.1:9/prefix',
  NORTHFLANK_URL: 'https://billing.invalid',
};
const limits = {
  upstreamCalls: 25,
  callsAtOncePerCredential: 24,
  callsAtOncePerProvider: 512,
  callsPerMinutePerCredential: null,
  upstreamTimeoutMs: 10_000,
  operationTimeoutMs: 30_000,
  pageSize: 1000,
  bodyBytes: 262_144,
  connections: 1024,
  operations: 1024,
};

async function lifeOf(environment: Record<string, string>): Promise<{ api: Api; lines: readonly LogLine[] }> {
  const api = await startProcess(environment);
  await until(() => logLines(api).some(({ msg }) => msg === 'started'));
  expect(await api.stop()).toBe(0);
  const lines = logLines(api).filter(({ msg }) => ['started', 'stopping', 'stopped'].includes(msg));
  return { api, lines: lines.map(withoutTimes) };
}

test('F55 a start in production warns of what is open, and the log tells of the end', async () => {
  const { api, lines } = await lifeOf(production);
  expect(lines).toEqual([
    {
      level: WARN,
      url: api.url,
      mode: 'production',
      upstreams: { ALTOSTRAT: '127.0.0.1:9', NORTHFLANK: 'billing.invalid' },
      graphiql: false,
      introspection: false,
      workers: 1,
      verifiesTokens: false,
      sharedStore: false,
      limits,
      warnings: [
        '_entities and _service are open to everybody: set ROUTER_SECRET',
        '/metrics is open where the API is: set ADMIN_PORT',
      ],
      msg: 'started',
    },
    { level: INFO, msg: 'stopping' },
    { level: INFO, uptimeSeconds: expect.any(Number), msg: 'stopped' },
  ]);
});

test('F55 nothing is warned of where all is closed, and no secret is told', async () => {
  const secret = 'a-secret-of-the-router';
  const { api, lines } = await lifeOf({
    ...production,
    ROUTER_SECRET: secret,
    ADMIN_PORT: '0',
    WORKERS: '2',
  });
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [INFO, 'started'],
    [INFO, 'stopping'],
    [INFO, 'stopped'],
  ]);
  expect([lines[0]?.['warnings'], lines[0]?.['workers']]).toEqual([[], 2]);
  expect(api.output()).not.toContain(secret);
});

test('F55 the embedded sandbox is called what it is', () => {
  const written: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line) => void written.push(line) } });
  tellLife(logger, parseConfig({}) as Config, {}).started('http://127.0.0.1:4000');
  const { level, mode, upstreams, graphiql, warnings } = JSON.parse(written.join('')) as Record<
    string,
    unknown
  >;
  expect([level, mode, upstreams, graphiql, warnings]).toEqual([
    INFO,
    'development',
    { ALTOSTRAT: 'sandbox', NORTHFLANK: 'sandbox' },
    true,
    [],
  ]);
});
