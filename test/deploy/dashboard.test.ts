import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { api, startSystem } from '../support/system.js';
import { startProcess } from '../support/api.js';

/** What the dashboard and the alerts ask for is there, in the metrics of the built server. */

startSystem({}, startProcess);

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any;

const { panels, templating } = JSON.parse(readFileSync('deploy/grafana/billing-graphql.json', 'utf8'));
const { groups } = parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8'));
const drawn = (panels as Any[]).filter(({ type }) => type !== 'row');
const panelQueries: string[] = drawn.flatMap(({ targets }) => targets.map(({ expr }: Any) => expr as string));
const variableQueries: string[] = templating.list
  .filter(({ type }: Any) => type === 'query')
  .map(({ query }: Any) => query);
const alertQueries: string[] = groups.flatMap(({ rules }: Any) =>
  rules.map(({ expr }: Any) => expr as string),
);

/** Names of metrics in PromQL, `up` left out: Prometheus makes it. */
const namesIn = (query: string): readonly string[] =>
  query.match(/\b(?:billing|nodejs|process)_[a-z0-9_]+/g) ?? [];

/** Labels that a selector names, by the metric that it stands behind. */
function labelsIn(query: string): readonly (readonly [string, string])[] {
  return [...query.matchAll(/\b(billing_[a-z0-9_]+)\{([^}]*)\}/g)].flatMap(([, name = '', selector = '']) =>
    [...selector.matchAll(/(\w+)\s*(?:=~|!=|!~|=)/g)].map(([, label = '']) => [name, label] as const),
  );
}

test('F55 every metric of dashboard and alerts is one that the server has', async () => {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  const types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
  const isThere = (name: string): boolean =>
    types.has(name) || types.get(name.replace(/_(?:bucket|count|sum)$/, '')) === 'histogram';
  const asked = [...panelQueries, ...variableQueries, ...alertQueries].flatMap(namesIn);
  expect(asked.length).toBeGreaterThan(30);
  expect([...new Set(asked)].filter((name) => !isThere(name))).toEqual([]);
});

test('F55 every label that dashboard and alerts select by is one that the metric has', async () => {
  const given = new Set(['job', 'instance', 'le']);
  const own: Readonly<Record<string, readonly string[]>> = {
    billing_http_request_duration_seconds: ['route', 'status'],
    billing_upstream_call_duration_seconds: ['provider', 'route', 'status'],
    billing_graphql_errors_total: ['code'],
    billing_cache_lookups_total: ['provider', 'outcome'],
    billing_store_outcomes_total: ['outcome'],
  };
  const asked = [...panelQueries, ...alertQueries].flatMap(labelsIn);
  const unknown = asked.filter(([name, label]) => {
    const metric = name.replace(/_(?:bucket|count|sum)$/, '');
    return !given.has(label) && own[metric]?.includes(label) !== true;
  });
  expect(unknown).toEqual([]);
});

test('F55 every panel says what it shows, in a place of its own', () => {
  expect(drawn.filter(({ title, description }) => !title || !description)).toEqual([]);
  const places = drawn.map(({ gridPos: { x, y } }) => `${x},${y}`);
  expect(new Set(places).size).toBe(drawn.length);
  const ids = (panels as Any[]).map(({ id }) => id as number);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { gridPos } of drawn) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
});

test('F55 every alert says what is wrong and how grave it is', () => {
  const rules = groups.flatMap(({ rules: all }: Any) => all) as Any[];
  for (const { alert, labels, annotations } of rules)
    expect([alert, labels.severity, typeof annotations.summary, typeof annotations.description]).toEqual([
      alert,
      expect.stringMatching(/^(?:critical|warning|info)$/),
      'string',
      'string',
    ]);
});
