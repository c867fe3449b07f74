import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { settings } from '../../src/server/settings.js';

/** The form of what `docker compose` starts, on machines without Docker. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any;

const read = (path: string): string => readFileSync(`deploy/${path}`, 'utf8');
const compose = parse(read('compose.yml'), { merge: true, strict: true });
const { services } = compose;
const known = new Set(settings.map(({ name }) => name));
const replicas = ['billing-1', 'billing-2'];

test('CFG what compose sets is a setting that the server knows', () => {
  for (const name of replicas)
    expect(Object.keys(services[name].environment).filter((each) => !known.has(each))).toEqual([]);
});

test('CFG replicas write nowhere, gain nothing, and may finish what runs', () => {
  for (const name of replicas) {
    const { read_only, cap_drop, security_opt, stop_grace_period, environment, build } = services[name];
    expect([read_only, cap_drop, security_opt]).toEqual([true, ['ALL'], ['no-new-privileges:true']]);
    expect(Number.parseInt(stop_grace_period, 10)).toBeGreaterThan(
      Number(environment.OPERATION_TIMEOUT_MS) / 1000 + 5,
    );
    expect(read('Dockerfile')).toContain(`AS ${/:-(\w+)\}$/.exec(build.target)?.[1]}\n`);
  }
});

test('CFG every file that is mounted is there, and every service that is waited for', () => {
  const mounted = Object.values<Any>(services).flatMap(({ volumes = [] }) => volumes as string[]);
  expect(mounted.length).toBeGreaterThan(5);
  for (const mount of mounted) {
    const [from = '', , mode] = mount.split(':');
    expect([mount, mode]).toEqual([mount, 'ro']);
    if (from !== './grafana') expect(read(from)).not.toBe('');
  }
  const waited = Object.values<Any>(services).flatMap(({ depends_on: names = [] }) =>
    Array.isArray(names) ? names : Object.keys(names),
  );
  expect(waited.filter((name) => !(name in services))).toEqual([]);
});

test('CFG only what people look at is published, and on loopback alone', () => {
  const published = Object.values<Any>(services).flatMap(({ ports = [] }) => ports as string[]);
  expect(published.sort()).toEqual(['127.0.0.1:3000:3000', '127.0.0.1:8080:8080', '127.0.0.1:9090:9090']);
});

test("L14 compose's nginx is the one that the tests put to the test, but for its addresses", () => {
  const lines = (text: string): string[] => text.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line));
  const own = read('compose/nginx.conf');
  const tested = readFileSync('examples/nginx/billing.conf', 'utf8')
    .replace('127.0.0.1:4000', 'billing-1:4000')
    .replace('127.0.0.1:4001', 'billing-2:4000');
  expect(lines(own)).toEqual(lines(tested));
});

test('F55 Prometheus reads every replica where its metrics are, and Grafana reads Prometheus', () => {
  const { scrape_configs: jobs } = parse(read('compose/prometheus.yml'));
  const ports = replicas.map((name) => `${name}:${services[name].environment.ADMIN_PORT}`);
  expect(jobs.map((job: Any) => [job.job_name, job.static_configs[0].targets])).toEqual([
    ['billing-graphql', ports],
  ]);
  const { datasources } = parse(read('compose/grafana-datasource.yml'));
  expect(datasources[0].url).toBe('http://prometheus:9090');
});
