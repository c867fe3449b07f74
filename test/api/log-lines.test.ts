import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../sandbox/faults/fault.js';
import { startProcess, type Api, type Asking } from '../support/api.js';
import { makeCertificate } from '../support/certificate.js';
import { freePort } from '../support/free-port.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { INFO, lineOf, logLines, WARN, type LogLine } from '../support/log-lines.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What an operator finds in the log by the id that a client has in its answer. */

const QUERY = `query Newest { ${accountField('cus_acme_us', 'ws_acme')} { invoices(first: 1) { nodes { number } } } }`;
const request = { msg: 'request', method: 'POST', route: '/graphql' };
const listCall = { provider: 'ALTOSTRAT', route: 'invoices', attempt: 1 };

let asked = 0;

/** The line of an operation of its own. */
async function lineAfter(
  server: Api,
  { query = QUERY, token = 'sandbox-altostrat', headers }: Asking & { readonly query?: string } = {},
): Promise<LogLine> {
  asked += 1;
  const id = `asked-${asked}`;
  await server.ask(query, { token, headers: { 'x-request-id': id, ...headers } });
  const { requestId, ...line } = await lineOf(server, id);
  expect(requestId).toBe(id);
  return line;
}

describe('over a provider that can be reached', () => {
  startSystem({ UPSTREAM_TIMEOUT_MS: '1500' }, startProcess);
  afterEach(async () => upstream.clearFaults());

  test('F55 an operation that went well is one short line, however often it was asked', async () => {
    const well = { ...request, level: INFO, operationName: 'Newest', status: 200, upstreamCalls: 1 };
    expect([await lineAfter(api), await lineAfter(api)]).toEqual([well, well]);
  });

  test.each<[string, Fault, string, readonly object[]]>([
    [
      'a status of a fault',
      { kind: 'status', status: 501 },
      'UPSTREAM_UNAVAILABLE',
      [{ status: 501, cause: 'status' }],
    ],
    ['no answer in time', { kind: 'hang' }, 'UPSTREAM_TIMEOUT', [{ status: null, cause: 'timeout' }]],
    [
      'an answer that is no JSON',
      { kind: 'html', status: 200 },
      'UPSTREAM_INVALID_RESPONSE',
      [{ status: 200, cause: 'invalid answer' }],
    ],
  ])('F55 %s is a warning that tells of each call', async (_what, fault, code, calls) => {
    const token = await freshToken(upstream);
    await upstream.fault({ fault });
    expect(await lineAfter(api, { token })).toEqual({
      ...request,
      level: WARN,
      operationName: 'Newest',
      status: 200,
      upstreamCalls: calls.length,
      errorCodes: [code],
      upstream: calls.map((call) => ({ ...listCall, ...call })),
    });
  });

  test('F55 a failure that asking again has mended is a warning without an error', async () => {
    const token = await freshToken(upstream);
    await upstream.fault({ fault: { kind: 'status', status: 503 }, times: 1 });
    const { level, errorCodes, upstream: calls } = await lineAfter(api, { token });
    expect([level, errorCodes, calls]).toEqual([
      WARN,
      [],
      [
        { ...listCall, status: 503, cause: 'status' },
        { ...listCall, status: 200, attempt: 2 },
      ],
    ]);
  });

  test("F55 what is the caller's own mistake is no warning", async () => {
    const mistakes: readonly Parameters<typeof lineAfter>[1][] = [
      { token: 'nobody' },
      { token: null },
      { query: '{' },
      { headers: { authorization: 'Basic x' } },
    ];
    const lines = [];
    for (const mistake of mistakes) lines.push(await lineAfter(api, mistake));
    expect(lines.map(({ level, status, errorCodes }) => [level, status, errorCodes])).toEqual([
      [INFO, 200, ['UNAUTHENTICATED']],
      [INFO, 200, ['UNAUTHENTICATED']],
      [INFO, 400, ['GRAPHQL_PARSE_FAILED']],
      [INFO, 401, ['UNAUTHENTICATED']],
    ]);
    expect(lines[0]?.['upstream']).toEqual([{ ...listCall, status: 401, cause: 'status' }]);
  });

  test('F55 what is refused before it is read has a line with its code', async () => {
    const response = await fetch(`${api.url}/nowhere`, { headers: { 'x-request-id': 'lost' } });
    expect(response.status).toBe(404);
    expect(await lineOf(api, 'lost')).toEqual({
      ...request,
      method: 'GET',
      route: 'none',
      level: INFO,
      requestId: 'lost',
      status: 404,
      errorCodes: ['BAD_REQUEST'],
      upstream: [],
    });
  });

  test('F55 probes are counted and leave no line', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) await fetch(api.url + path);
    await lineAfter(api);
    const routes = logLines(api).map(({ route }) => route);
    expect(routes.filter((route) => ['/healthz', '/readyz', '/metrics'].includes(String(route)))).toEqual([]);
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain(
      'billing_http_request_duration_seconds_count{route="/readyz",status="200"} 1\n',
    );
  });
});

describe('over a provider that cannot be reached', () => {
  test('F55 nobody who listens, and a certificate that nobody has signed, are told apart', async () => {
    const { cert, key } = makeCertificate({ host: 'localhost' });
    const provider = createServer({ cert, key }).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const server = await startProcess({
      ALTOSTRAT_URL: `https://localhost:${(provider.address() as AddressInfo).port}`,
      NORTHFLANK_URL: `http://127.0.0.1:${await freePort()}`,
    });
    try {
      const northflank = '{ billingAccounts(provider: NORTHFLANK) { nodes { name } } }';
      const lines = [
        await lineAfter(server),
        await lineAfter(server, { query: northflank, headers: { 'northflank-authorization': 'Bearer nf' } }),
      ];
      const causes = lines.map(({ level, upstream: calls }) => [
        level,
        ...new Set((calls as { cause: string }[]).map(({ cause }) => cause)),
      ]);
      expect(causes).toEqual([
        [WARN, 'certificate: DEPTH_ZERO_SELF_SIGNED_CERT'],
        [WARN, 'ECONNREFUSED'],
      ]);
    } finally {
      await server.stop();
      provider.close();
    }
  });
});
