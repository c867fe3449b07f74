import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess, type Api } from '../support/api.js';
import { startCollector, type CollectedSpan, type Collector } from '../support/collector.js';
import { freePort } from '../support/free-port.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { logLines, WARN } from '../support/log-lines.js';
import { until } from '../support/until.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** What a collector of traces is sent: one trace from the caller's request to each upstream call. */

let upstream: Upstream;
let collector: Collector;
let api: Api;

const environment = (): Record<string, string> => ({
  ALTOSTRAT_URL: upstream.url,
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_BSP_SCHEDULE_DELAY: '50',
});

beforeAll(async () => {
  [upstream, collector] = await Promise.all([startUpstream(), startCollector()]);
  api = await startProcess({ ...environment(), TRACE_UPSTREAM: 'on', OTEL_SERVICE_NAME: 'billing-test' });
});
afterAll(async () => {
  await api?.stop();
  await Promise.all([collector?.close(), upstream?.close()]);
});
beforeEach(async () => upstream.reset());

let asked = 0;

/** Names a trace of the caller's, which no other test has. */
function callersTrace(): { traceId: string; spanId: string; traceparent: string } {
  asked += 1;
  const traceId = asked.toString(16).padStart(32, 'a');
  const spanId = asked.toString(16).padStart(16, 'b');
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01` };
}

const US = accountField('cus_acme_us', 'ws_acme');
const lists = `query Lists { ${US} { a: invoices(first: 2) { nodes { number } } b: invoices(first: 5) { nodes { number } } } }`;
const byName = (spans: readonly CollectedSpan[], name: string): CollectedSpan[] =>
  spans.filter((span) => span.name === name);

test('F55 one trace leads from the caller through the batch to the call, and on to the provider', async () => {
  // First by a new plan, then by what is known.
  for (let time = 1; time <= 2; time += 1) {
    await upstream.forget();
    const { traceId, spanId, traceparent } = callersTrace();
    const { errors } = await api.ask(lists, { headers: { traceparent, 'x-request-id': `t-${asked}` } });
    expect(errors).toEqual([]);
    const spans = await collector.spansOf(traceId);
    expect(spans.map(({ name }) => name).sort()).toEqual([
      'GET invoices',
      'batch of lists',
      'query',
      'wait for lists',
      'wait for lists',
    ]);
    const [operation, batch, call] = ['query', 'batch of lists', 'GET invoices'].map(
      (name) => byName(spans, name)[0] as CollectedSpan,
    ) as [CollectedSpan, CollectedSpan, CollectedSpan];
    const fields = byName(spans, 'wait for lists');
    expect([operation.parentSpanId, batch.parentSpanId, call.parentSpanId]).toEqual([
      spanId,
      operation.spanId,
      batch.spanId,
    ]);
    expect(fields.map((field) => field.parentSpanId)).toEqual([operation.spanId, operation.spanId]);
    expect(batch.links.map((link) => link.spanId).sort()).toEqual(fields.map((field) => field.spanId).sort());
    expect([operation.kind, batch.kind, call.kind]).toEqual([2, 1, 3]);
    expect(operation.attributes).toEqual({
      'billing.correlation_id': `t-${asked}`,
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Lists',
      'billing.upstream_calls': 1,
    });
    expect(batch.attributes).toEqual({ 'billing.batch.size': 2 });
    expect(call.attributes).toEqual({
      'http.request.method': 'GET',
      'billing.provider': 'ALTOSTRAT',
      'billing.route': 'invoices',
      'http.response.status_code': 200,
    });
    const [sent] = await upstream.calls();
    expect(sent?.headers['traceparent']).toBe(`00-${traceId}-${call.spanId}-01`);
  }
});

test('F55 each attempt is a part of its own, and what failed says with which code', async () => {
  await upstream.fault({ fault: { kind: 'status', status: 503 }, times: 1 });
  const { traceId, traceparent } = callersTrace();
  await api.ask(lists, { token: await freshToken(upstream), headers: { traceparent } });
  const calls = byName(await collector.spansOf(traceId), 'GET invoices');
  expect(
    calls.map(({ status, attributes }) => [
      status.code,
      attributes['error.type'],
      attributes['http.request.resend_count'],
    ]),
  ).toEqual([
    [2, 'UPSTREAM_UNAVAILABLE', undefined],
    [0, undefined, 1],
  ]);
});

test('F55 an operation in error says so, and so does what it waited for', async () => {
  const { traceId, traceparent } = callersTrace();
  await api.ask(lists, { token: 'nobody', headers: { traceparent } });
  const spans = await collector.spansOf(traceId);
  expect(new Set(spans.map(({ name, attributes }) => `${name} ${String(attributes['error.type'])}`))).toEqual(
    new Set([
      'query UNAUTHENTICATED',
      'wait for lists UNAUTHENTICATED',
      'batch of lists undefined',
      'GET invoices UNAUTHENTICATED',
    ]),
  );
});

test('F55 a search by ids is a batch with a link from each field, and its calls are its parts', async () => {
  const first = await api.ask(`{ ${US} { invoices(first: 2) { nodes { id } } } }`);
  const [one, other] = first.data.billingAccount.invoices.nodes as { id: string }[];
  const { traceId, traceparent } = callersTrace();
  const query = 'query Two($a: ID!, $b: ID!) { a: invoice(id: $a) { number } b: invoice(id: $b) { number } }';
  await api.ask(query, { variables: { a: one?.id, b: other?.id }, headers: { traceparent } });
  const spans = await collector.spansOf(traceId);
  const [batch] = byName(spans, 'batch of invoices');
  expect([batch?.links.length, batch?.attributes]).toEqual([2, { 'billing.batch.size': 2 }]);
  expect(byName(spans, 'GET invoices').map(({ parentSpanId }) => parentSpanId)).toEqual([batch?.spanId]);
});

test('F55 who shares a call of another operation is linked with it', async () => {
  await upstream.fault({ fault: { kind: 'hold' }, times: 1 });
  await upstream.forget();
  const [leading, following] = [callersTrace(), callersTrace()];
  const alone = `{ ${US} { invoices(first: 3) { nodes { number } } } }`;
  const other = `{ ${US} { invoices(first: 3) { nodes { invoiceId } } } }`;
  const first = api.ask(alone, { headers: { traceparent: leading.traceparent } });
  await until(async () => (await upstream.calls()).length === 1);
  const second = api.ask(other, { headers: { traceparent: following.traceparent } });
  // The other one asks for nothing that could be seen: it joins the call that is under way.
  await sleep(300);
  await upstream.control('POST', '/holds/release', {});
  await Promise.all([first, second]);
  const [call] = byName(await collector.spansOf(leading.traceId), 'GET invoices');
  const spans = await collector.spansOf(following.traceId);
  expect(byName(spans, 'GET invoices')).toEqual([]);
  expect(byName(spans, 'batch of lists')[0]?.links).toContainEqual(
    expect.objectContaining({ traceId: leading.traceId, spanId: call?.spanId }),
  );
});

test('F55 a malformed trace of the caller is none, and the operation begins its own', async () => {
  await upstream.forget();
  await api.ask(lists, { headers: { traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` } });
  const [sent] = await upstream.calls();
  const [, traceId = ''] = String(sent?.headers['traceparent']).split('-');
  expect(traceId).toMatch(/^(?!0{32}|a{30})[0-9a-f]{32}$/);
  expect(await collector.spansOf(traceId)).toHaveLength(5);
});

test('F55 nothing of who asks, or of what a provider says, is in what is sent', async () => {
  const { traceId, traceparent } = callersTrace();
  const { data } = await api.ask(lists, { headers: { traceparent } });
  await collector.spansOf(traceId);
  const sent = collector.received();
  const secrets = ['sandbox-altostrat', 'cus_acme_us', 'ws_acme', data.billingAccount.a.nodes[0].number];
  expect(secrets.filter((secret: string) => sent.includes(secret))).toEqual([]);
  expect(sent).toContain('/v1/traces ');
  expect(sent).toContain('{"key":"service.name","value":{"stringValue":"billing-test"}}');
});

describe('where it is set otherwise', () => {
  /** What a server with other settings sends, and what it tells the provider, until it has ended. */
  async function seenOf(settings: Record<string, string>): Promise<unknown> {
    const { traceId, traceparent } = callersTrace();
    await upstream.forget();
    const other = await startProcess({ ...environment(), ...settings });
    await other.ask(lists, { headers: { traceparent } });
    const code = await other.stop();
    const [sent] = await upstream.calls();
    const warned = logLines(other).filter(({ level, msg }) => level === WARN && msg.startsWith('traces'));
    return [code, collector.received().includes(traceId), sent?.headers['traceparent'], warned.length];
  }

  test('F55 by default providers are told nothing, and the end sends what is left', async () => {
    expect(await seenOf({ OTEL_BSP_SCHEDULE_DELAY: '60000' })).toEqual([0, true, undefined, 0]);
  });

  test('F55 a collector that is away takes nothing from anybody, and is told of once', async () => {
    const away = `http://127.0.0.1:${await freePort()}`;
    expect(await seenOf({ OTEL_EXPORTER_OTLP_ENDPOINT: away, OTEL_EXPORTER_OTLP_TIMEOUT: '500' })).toEqual([
      0,
      false,
      undefined,
      1,
    ]);
  });
});
