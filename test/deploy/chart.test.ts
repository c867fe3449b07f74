import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { settings } from '../../src/server/settings.js';
import { renderChart } from '../support/helm.js';

/** The form of the chart, on machines without helm: what it renders to, and whether what it names is there. */

const CHART = 'deploy/helm/billing-graphql';
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any;

const values = parse(readFileSync(`${CHART}/values.yaml`, 'utf8')) as Record<string, object>;
const schema = JSON.parse(readFileSync(`${CHART}/values.schema.json`, 'utf8')) as object;
const isValid = new Ajv({ strict: true, strictRequired: false }).compile(schema);
const known = new Set(settings.map(({ name }) => name));

const all = {
  ...values,
  secretName: 'billing-secrets',
  imagePullSecrets: [{ name: 'registry' }],
  settings: { LOG_LEVEL: 'warn', MAX_UPSTREAM_CALLS: '50' },
  autoscaling: { ...values['autoscaling'], enabled: true },
  serviceMonitor: { enabled: true, interval: '30s', labels: { release: 'prometheus' } },
  networkPolicy: {
    enabled: true,
    ingressFrom: [{ podSelector: { matchLabels: { app: 'router' } } }],
    metricsFrom: [],
    extraEgress: [{ ports: [{ port: 6379 }] }],
  },
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'a', operator: 'Exists' }],
};

const find = (documents: readonly Any[], kind: string, name = 'billing'): Any =>
  documents.find((document) => document.kind === kind && document.metadata.name === name);

test('CFG the chart takes its own values, and refuses what it does not know', () => {
  expect(isValid(values)).toBe(true);
  expect(isValid(all)).toBe(true);
  for (const wrong of [
    { ...values, replica: 3 },
    { ...values, replicas: '3' },
    { ...values, settings: { LOG_LEVEL: true } },
    { ...values, settings: { ROUTER_SECRET: 'belongs into a Secret' } },
    { ...values, settings: { ADMIN_PORT: '1' } },
  ])
    expect([wrong, isValid(wrong)]).toEqual([wrong, false]);
});

test('CFG with its own values the chart is a deployment, two services, a budget and a policy', () => {
  const documents = renderChart(CHART, values) as Any[];
  expect(documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
    'Deployment billing',
    'NetworkPolicy billing',
    'PodDisruptionBudget billing',
    'Service billing',
    'Service billing-metrics',
  ]);
  const { replicas, template } = find(documents, 'Deployment').spec;
  const [server] = template.spec.containers;
  expect([replicas, server.image, server.envFrom]).toEqual([2, 'billing-graphql:0.1.0', undefined]);
});

test('CFG with all of it switched on, each document names what is there', () => {
  const documents = renderChart(CHART, all) as Any[];
  const { spec } = find(documents, 'Deployment');
  const [server] = spec.template.spec.containers;
  const ports = server.ports.map(({ name, containerPort }: Any) => [name, containerPort]);
  const environment = Object.fromEntries(server.env.map(({ name, value }: Any) => [name, value]));
  expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
  expect(environment).toEqual({
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    PORT: '4000',
    ADMIN_PORT: '9464',
    ...all.settings,
  });
  expect(ports).toEqual([
    ['http', Number(environment['PORT'])],
    ['admin', Number(environment['ADMIN_PORT'])],
  ]);
  const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'].map((name) => server[name].httpGet);
  expect(probes.map(({ path, port }) => `${port}${path}`)).toEqual([
    'admin/readyz',
    'admin/readyz',
    'admin/healthz',
  ]);
  expect([spec.replicas, server.envFrom]).toEqual([undefined, [{ secretRef: { name: 'billing-secrets' } }]]);
  expect(server.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });

  const pods = spec.template.metadata.labels;
  expect(spec.selector.matchLabels).toEqual(pods);
  const selectors = [
    find(documents, 'Service').spec.selector,
    find(documents, 'Service', 'billing-metrics').spec.selector,
    find(documents, 'PodDisruptionBudget').spec.selector.matchLabels,
    find(documents, 'NetworkPolicy').spec.podSelector.matchLabels,
  ];
  expect(selectors).toEqual(selectors.map(() => pods));
  const scaler = find(documents, 'HorizontalPodAutoscaler').spec;
  expect([scaler.scaleTargetRef.name, scaler.metrics[0].pods.metric.name]).toEqual([
    find(documents, 'Deployment').metadata.name,
    'billing_http_requests_in_flight',
  ]);
  const monitor = find(documents, 'ServiceMonitor');
  const metrics = find(documents, 'Service', 'billing-metrics');
  expect(metrics.metadata.labels).toEqual(monitor.spec.selector.matchLabels);
  expect(monitor.spec.endpoints).toEqual([
    { port: metrics.spec.ports[0].name, path: '/metrics', interval: '30s' },
  ]);
  expect(monitor.metadata.labels.release).toBe('prometheus');
  const policy = find(documents, 'NetworkPolicy').spec;
  expect([policy.ingress[0].from, policy.ingress[1].from, policy.egress.at(-1)]).toEqual([
    all.networkPolicy.ingressFrom,
    [{ namespaceSelector: {} }],
    { ports: [{ port: 6379 }] },
  ]);
});

test('CFG a pod has longer to end than the longest operation and its delay', () => {
  const { settings: given, shutdown } = values as unknown as {
    settings: Record<string, string>;
    shutdown: Any;
  };
  const longestSeconds = Number(given['OPERATION_TIMEOUT_MS']) / 1000 + 5;
  expect(shutdown.graceSeconds).toBeGreaterThan(longestSeconds + shutdown.delaySeconds);
});
