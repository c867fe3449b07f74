import { startProcess } from '../support/api.js';
import { parseExposition, type Family } from '../support/exposition.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What Prometheus is told: in its format, by its conventions, and no more series however much comes. */

startSystem({ CACHE_MAX_AGE_MS: '60000' }, startProcess);
afterEach(async () => upstream.clearFaults());

async function readFamilies(): Promise<readonly Family[]> {
  const response = await fetch(`${api.url}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return parseExposition(await response.text());
}

const seriesOf = (families: readonly Family[]): number =>
  families
    .filter(({ name }) => name.startsWith('billing_'))
    .reduce((sum, { samples }) => sum + samples.length, 0);

/** Of every kind something: answers, errors, failures, refusals, with a name and ids of their own each time. */
async function askOnce(name: string, token: string): Promise<void> {
  const list = `invoices(first: 1) { nodes { number } }`;
  await api.ask(`query ${name} { ${accountField('cus_acme_us', 'ws_acme')} { ${list} } }`);
  await api.ask(`query ${name} { ${accountField(`cus_${name}`, `ws_${name}`)} { ${list} } }`, { token });
  await api.ask(`{ ${name} }`);
  await fetch(`${api.url}/${name}`, { method: 'DELETE' });
}

test('F55 the text of /metrics is in the format and by the conventions of Prometheus', async () => {
  await upstream.fault({ fault: { kind: 'status', status: 503 }, times: 1 });
  await askOnce('first', await freshToken(upstream));
  const families = await readFamilies();
  const own = families.filter(({ name }) => name.startsWith('billing_'));
  expect(own.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
    'billing_cache_lookups_total counter',
    'billing_graphql_errors_total counter',
    'billing_http_connections_dropped_total counter',
    'billing_http_request_duration_seconds histogram',
    'billing_http_requests_in_flight gauge',
    'billing_http_requests_refused_total counter',
    'billing_live_events_total counter',
    'billing_live_pollers gauge',
    'billing_live_polls_total counter',
    'billing_live_streams gauge',
    'billing_live_webhooks_total counter',
    'billing_provider_drift_total counter',
    'billing_store_outcomes_total counter',
    'billing_upstream_call_duration_seconds histogram',
    'billing_upstream_retries_total counter',
  ]);
  expect(families.length).toBeGreaterThan(own.length);
});

test('F55 names, ids, tokens and paths in any number make no series', async () => {
  await askOnce('before', await freshToken(upstream));
  await readFamilies();
  const before = seriesOf(await readFamilies());
  for (let turn = 0; turn < 10; turn += 1) await askOnce(`turn_${turn}`, await freshToken(upstream));
  expect(seriesOf(await readFamilies())).toBe(before);
});

test('F55 what is not in the format is found out', () => {
  const good = '# HELP a_total A.\n# TYPE a_total counter\na_total{b="c"} 1\n';
  expect(parseExposition(good)).toHaveLength(1);
  const wrong = [
    good.trimEnd(),
    good + good,
    good.replace('counter', 'gauge'),
    good.replace('} 1', '} one'),
    good.replace('"c"', 'c'),
    `${good}a_total{b="c"} 2\n`,
    good.replace('# HELP a_total A.\n', ''),
    '# HELP h H.\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n',
  ];
  for (const text of wrong) expect(() => parseExposition(text)).toThrow();
});
