import { connect } from 'node:net';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What surrounds an error: the request's id, the time to wait, and the neighbours that still answer. */

startSystem();
beforeEach(async () => upstream.forget());
afterEach(async () => upstream.clearFaults());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const missing = `{ ${accountField('cus_none', 'ws_acme')} { name } }`;

test.each(['abc', 'A.b_c:d-9', 'x'.repeat(128)])(
  'F30 a sane x-request-id is the id everywhere',
  async (id) => {
    const { headers, errors } = await api.ask(missing, { headers: { 'x-request-id': id } });
    const [call] = await upstream.calls();
    expect([
      headers.get('x-request-id'),
      errors[0]?.extensions['correlationId'],
      call?.headers['x-request-id'],
    ]).toEqual([id, id, id]);
  },
);

test.each([
  ['of 10 KB', 'x'.repeat(10_240)],
  ['of 129 characters', 'x'.repeat(129)],
  ['with quotes', '"a"'],
  ['with a space', 'a b'],
  ['with an escape', 'a\u001bb'.replace('\u001b', '\u00e9')],
  ['that is empty', ''],
])('F30 an x-request-id %s is replaced by a fresh one, everywhere', async (_what, id) => {
  const { headers, errors, text } = await api.ask(missing, { headers: { 'x-request-id': id } });
  const [call] = await upstream.calls();
  const fresh = headers.get('x-request-id');
  expect(fresh).toMatch(UUID);
  expect([errors[0]?.extensions['correlationId'], call?.headers['x-request-id']]).toEqual([fresh, fresh]);
  if (id !== '') expect(text).not.toContain(id);
});

test('F30 an x-request-id with a line break reaches no header, no answer and no log', async () => {
  const { port, hostname } = new URL(api.url);
  const raw = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer)).on('error', reject);
    socket.end(
      'GET /healthz HTTP/1.1\r\nHost: a\r\nx-request-id: a\r\n injected-marker: 1\r\nConnection: close\r\n\r\n',
    );
  });
  expect(raw).toMatch(/^HTTP\/1\.1 (?:400|200) /);
  expect(raw).not.toContain('injected-marker');
  expect(api.output()).not.toContain('injected-marker');
});

test.each([
  ['3', 3000],
  ['0', 0],
  ['3600', 3_600_000],
  ['99999999999', 86_400_000],
  ['Wed, 21 Oct 2099 07:28:00 GMT', 86_400_000],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ['-1', undefined],
  ['1.5', undefined],
  ['abc', undefined],
  ['try 5', undefined],
  ['in the year 2099', undefined],
  ['9'.repeat(400), undefined],
  [undefined, undefined],
])('F30 Retry-After %p is retryAfterMs %p, after one call', async (retryAfter, retryAfterMs) => {
  const rule = retryAfter === undefined ? {} : { retryAfter };
  await upstream.fault({ fault: { kind: 'rateLimit', ...rule } });
  const { errors } = await api.ask(
    `{ ${accountField('cus_acme_us', 'ws_acme')} { invoices { nodes { id } } } }`,
    { token: await freshToken(upstream) },
  );
  expect(errors[0]?.extensions['code']).toBe('RATE_LIMITED');
  expect(errors[0]?.extensions['retryAfterMs']).toBe(retryAfterMs);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F30 a request id of the provider that is not harmless is left out', async () => {
  await upstream.fault({
    fault: { kind: 'status', status: 500, headers: { 'x-request-id': 'req_1' } },
    times: 3,
  });
  await upstream.fault({
    fault: { kind: 'status', status: 500, headers: { 'x-request-id': '<script>' } },
    times: 3,
  });
  const ask = async (): Promise<unknown> => (await api.ask(missing)).errors[0]?.extensions['upstream'];
  expect(await ask()).toEqual({ status: 500, requestId: 'req_1' });
  expect(await ask()).toEqual({ status: 500 });
});

test('F30 one failing account leaves its neighbours: the account is null, the error at its list', async () => {
  const list = '{ invoices(first: 1) { nodes { number } } }';
  await upstream.fault({ match: { path: 'cus_acme_za' }, fault: { kind: 'status', status: 500 } });
  const { data, errors, status } = await api.ask(
    `{ a: ${accountField('cus_sample', 'ws_sample')} ${list} b: ${accountField('cus_none', 'ws_acme')} ${list}
       c: ${accountField('cus_acme_za', 'ws_acme')} ${list} d: ${accountField('cus_initech', 'ws_initech')} ${list} }`,
  );
  expect(status).toBe(200);
  expect(data).toEqual({ a: { invoices: { nodes: [{ number: 'AB123-001' }] } }, b: null, c: null, d: null });
  const found = errors.map(({ path, extensions }) => [path?.join('.'), extensions['code']]);
  expect(found.toSorted()).toEqual([
    ['b.invoices', 'NOT_FOUND'],
    ['c.invoices', 'UPSTREAM_UNAVAILABLE'],
    ['d.invoices', 'FORBIDDEN'],
  ]);
});

test('F30 a failing detail is null by itself, beside the list that answers', async () => {
  await upstream.fault({
    match: { route: 'GET /workspaces/{ws}/billing-accounts/{cus}' },
    fault: { kind: 'status', status: 500 },
  });
  const { data, errors } = await api.ask(
    `{ ${accountField('cus_sample', 'ws_sample')} { name invoices(first: 1) { nodes { number } } } }`,
  );
  expect(data.billingAccount).toEqual({ name: null, invoices: { nodes: [{ number: 'AB123-001' }] } });
  expect(errors.map(({ path }) => path)).toEqual([['billingAccount', 'name']]);
});
