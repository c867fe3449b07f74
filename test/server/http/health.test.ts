import { startProcess } from '../../support/api.js';
import { accountField } from '../../support/invoice-row.js';
import { api, startSystem } from '../../support/system.js';

startSystem({}, startProcess);

async function get(path: string): Promise<{ status: number; type: string | null; text: string }> {
  const response = await fetch(`${api.url}${path}`);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

test('L11 /healthz and /readyz answer without a credential', async () => {
  const type = 'application/json; charset=utf-8';
  expect(await get('/healthz')).toEqual({ status: 200, type, text: '{"status":"alive"}' });
  expect(await get('/readyz')).toEqual({ status: 200, type, text: '{"status":"ready"}' });
});

test('L11 every answer carries a request id, health included', async () => {
  const { headers } = await fetch(`${api.url}/healthz`, { headers: { 'x-request-id': 'h-1' } });
  expect([headers.get('x-request-id'), headers.get('x-content-type-options')]).toEqual(['h-1', 'nosniff']);
});

test('L11 /metrics counts requests, upstream calls and errors, and names no tenant', async () => {
  await api.ask(`query Canary7 { ${accountField('cus_none', 'ws_acme')} { name } }`);
  const { status, type, text } = await get('/metrics');
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(text).toContain('billing_graphql_errors_total{code="NOT_FOUND"} 1\n');
  expect(text).toContain('billing_http_request_duration_seconds_count{route="/graphql",status="200"} 1\n');
  expect(text).toContain(
    'billing_upstream_call_duration_seconds_count{provider="ALTOSTRAT",route="billing-account",status="404"} 1\n',
  );
  expect(text).not.toMatch(/cus_none|ws_acme|sandbox-altostrat|Canary7/);
});

test('L11 a path that is not served is no label of its own', async () => {
  expect((await get('/nothing/ws_secret')).status).toBe(404);
  const { text } = await get('/metrics');
  expect(text).toContain('billing_http_request_duration_seconds_count{route="none",status="404"} 1\n');
  expect(text).not.toContain('ws_secret');
});

test('LOG each request is one JSON line with its calls, and without ids of tenants', async () => {
  await api.ask(`{ ${accountField('cus_sample', 'ws_sample')} { name } }`, {
    headers: { 'x-request-id': 'log-1' },
  });
  // The line is written once the answer is out.
  while (!api.output().includes('"log-1"')) await fetch(`${api.url}/healthz`);
  const [line = ''] = api
    .output()
    .split('\n')
    .filter((each) => each.includes('"log-1"'));
  expect(JSON.parse(line)).toMatchObject({
    level: 30,
    requestId: 'log-1',
    method: 'POST',
    route: '/graphql',
    status: 200,
    upstreamCalls: 1,
    msg: 'request',
  });
  expect(api.output()).not.toMatch(/cus_sample|sandbox-altostrat/);
});
