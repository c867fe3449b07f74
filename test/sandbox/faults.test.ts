import { gzipSync } from 'node:zlib';
import {
  ACME_US,
  idsOf,
  type JsonReply,
  openSandbox,
  plantNine,
  rawGet,
  type RawReply,
  type SandboxClient,
} from './sandbox-client.js';

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const LIST = `${ACME_US}/invoices?limit=2`;

async function inject(fault: object, rule: object = {}): Promise<void> {
  const reply = await sandbox.control('POST', '/faults', { fault, ...rule });
  expect(reply.status).toBe(201);
}

const bodyOf = ({ text }: RawReply) => text.slice(text.indexOf('\r\n\r\n') + 4);
const lengthOf = ({ text }: RawReply) => Number(/content-length: (\d+)/i.exec(text)?.[1]);

test('F60 latency gives the normal answer, or another fault, later', async () => {
  const normal = await sandbox.altostrat(LIST);
  await inject({ kind: 'latency', ms: 5 }, { times: 1 });
  await inject({ kind: 'latency', ms: 5, then: { kind: 'status', status: 503 } }, { times: 1 });
  expect((await sandbox.altostrat(LIST)).text).toBe(normal.text);
  expect((await sandbox.altostrat(LIST)).status).toBe(503);
});

test('F60 status answers JSON, text, or nothing, with headers', async () => {
  await inject({
    kind: 'sequence',
    faults: [
      { kind: 'status', status: 418, body: { type: 'tea' }, headers: { 'retry-after': '3' } },
      { kind: 'status', status: 500, body: 'boom' },
      { kind: 'status', status: 204 },
    ],
  });
  const [json, text, empty, normal] = [
    await sandbox.altostrat(LIST),
    await sandbox.altostrat(LIST),
    await sandbox.altostrat(LIST),
    await sandbox.altostrat(LIST),
  ];
  expect([json.status, json.text, json.headers.get('retry-after')]).toEqual([418, '{"type":"tea"}', '3']);
  expect([text.status, text.text, text.headers.get('content-type')]).toEqual([500, 'boom', 'text/plain']);
  expect([empty.status, empty.text, normal.status]).toEqual([204, '', 200]);
});

test('F60 rateLimit answers 429 with and without Retry-After, in the shape of the provider', async () => {
  await inject({ kind: 'rateLimit', retryAfter: 7 }, { match: { provider: 'altostrat' } });
  await inject({ kind: 'rateLimit' });
  const [altostrat, northflank] = [
    await sandbox.altostrat(LIST),
    await sandbox.northflank('/billing/invoices'),
  ];
  expect([altostrat.status, altostrat.headers.get('retry-after'), altostrat.json]).toEqual([
    429,
    '7',
    { message: 'Too Many Attempts.' },
  ]);
  expect([northflank.status, northflank.headers.get('retry-after'), Object.keys(northflank.json)]).toEqual([
    429,
    null,
    ['error'],
  ]);
});

test('F60 reset breaks the connection before any byte', async () => {
  await inject({ kind: 'reset' });
  expect(await rawGet(sandbox, LIST)).toEqual({ text: '', errorCode: 'ECONNRESET' });
});

test('F60 reset breaks the connection in the middle of the body', async () => {
  await inject({ kind: 'reset', afterBytes: 10 });
  const reply = await rawGet(sandbox, LIST);
  expect([bodyOf(reply).length, lengthOf(reply) > 10]).toEqual([10, true]);
  await expect(sandbox.altostrat(LIST)).rejects.toThrow();
});

test('F60 truncate sends less than it promised and ends the connection', async () => {
  await inject({ kind: 'truncate', bytes: 12 });
  const reply = await rawGet(sandbox, LIST);
  expect([bodyOf(reply), reply.errorCode, lengthOf(reply) > 12]).toEqual(['{"data":[{"i', undefined, true]);
});

test('F60 truncate with contentLength actual is a complete answer of broken JSON', async () => {
  await inject({ kind: 'truncate', bytes: 12, contentLength: 'actual' });
  const reply = await sandbox.altostrat(LIST);
  expect([reply.status, reply.text, reply.headers.get('content-length')]).toEqual([
    200,
    '{"data":[{"i',
    '12',
  ]);
});

test('F60 hang never answers, and the log tells that the client gave up', async () => {
  await inject({ kind: 'hang' });
  await expect(sandbox.altostrat(LIST, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  const readCall = async () => ((await sandbox.control('GET', '/calls')).json.log as JsonReply[])[0]!;
  // The sandbox learns of it when the connection closes, a moment after the client gave up.
  let call = await readCall();
  while (call.endedAtMs === null) call = await readCall();
  expect(call).toMatchObject({ aborted: true, status: null });
});

test('F60 closing the sandbox ends what hangs', async () => {
  await inject({ kind: 'hang' });
  const pending = expect(sandbox.altostrat(LIST)).rejects.toThrow();
  await sandbox.close();
  await pending;
});

test('F60 drip sends the normal answer in small pieces', async () => {
  const normal = await sandbox.altostrat(LIST);
  await inject({ kind: 'drip', bytesPerTick: 400, tickMs: 1 });
  const dripped = await sandbox.altostrat(LIST);
  expect([dripped.status, dripped.text]).toEqual([200, normal.text]);
});

test('F60 html answers a page', async () => {
  await inject({ kind: 'html', status: 502 });
  const reply = await sandbox.altostrat(LIST);
  expect([reply.status, reply.headers.get('content-type'), reply.text]).toEqual([
    502,
    'text/html; charset=utf-8',
    '<html><body><h1>502</h1></body></html>\n',
  ]);
});

test('F60 redirect points elsewhere', async () => {
  await inject({ kind: 'redirect', status: 302, location: 'http://127.0.0.1:9/' });
  const reply = await sandbox.altostrat(LIST);
  expect([reply.status, reply.headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/']);
});

test.each([
  ['two documents', '{}{}'],
  ['nothing', ''],
  ['numbers beyond doubles', '{"total":9007199254740993}'],
])('F60 raw sends exact bytes: %s', async (_what, body) => {
  await inject({ kind: 'raw', body });
  const reply = await sandbox.altostrat(LIST);
  expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([
    200,
    body,
    'application/json',
  ]);
});

test('F60 raw keeps a byte order mark', async () => {
  await inject({ kind: 'raw', body: '\uFEFF{}' });
  expect(bodyOf(await rawGet(sandbox, LIST))).toBe('\uFEFF{}');
});

test('F60 raw sends any bytes given in base64, compressed ones too', async () => {
  const bodyBase64 = gzipSync('{"data":[]}').toString('base64');
  await inject({ kind: 'raw', status: 201, headers: { 'content-encoding': 'gzip' }, bodyBase64 });
  const reply = await sandbox.altostrat(LIST);
  expect([reply.status, reply.text]).toEqual([201, '{"data":[]}']);
});

test('F60 patch edits all rows, one row, and the page', async () => {
  const path = `${await plantNine(sandbox)}?limit=2`;
  await inject({
    kind: 'sequence',
    faults: [
      {
        kind: 'patch',
        set: { status: 'brand_new', 'a.b': 1 },
        page: { has_more: false },
        pageUnset: ['next_cursor'],
      },
      { kind: 'patch', rows: 1, set: { id: 7 } },
      { kind: 'patch', unset: ['id'], page: { extra: null } },
      { kind: 'patch', removeRow: 0 },
      { kind: 'patch', rows: 1, replaceRow: 'not an invoice' },
      { kind: 'patch', rows: 0, removeRow: true },
    ],
  });
  const next = async () => (await sandbox.altostrat(path)).json;
  expect(await next()).toEqual({
    data: [
      { id: 'i9', status: 'brand_new' },
      { id: 'i8', status: 'brand_new' },
    ],
    has_more: false,
    previous_cursor: null,
  });
  expect((await next()).data).toEqual([{ id: 'i9' }, { id: 7 }]);
  expect(await next()).toEqual({
    data: [{}, {}],
    has_more: true,
    next_cursor: 'i8',
    previous_cursor: null,
    extra: null,
  });
  expect((await next()).data).toEqual([{ id: 'i8' }]);
  expect((await next()).data).toEqual([{ id: 'i9' }, 'not an invoice']);
  expect((await next()).data).toEqual([{ id: 'i8' }]);
  expect(idsOf(await sandbox.altostrat(path))).toBe('i9 i8');
});

test('F60 patch reaches into lines, and edits a preview and Northflank rows alike', async () => {
  await inject({ kind: 'patch', set: { 'lines.0.amount': '12' }, unset: ['lines.0.quantity'] }, { times: 2 });
  const list = await sandbox.altostrat(LIST);
  const preview = await sandbox.preview(ACME_US, { subscription_id: 'sub_acme_us_monthly' });
  for (const { lines } of [list.json.data![1]!, preview.json]) {
    expect([lines![0]!.amount, 'quantity' in lines![0]!]).toEqual(['12', false]);
  }
  await inject({ kind: 'patch', rows: 0, set: { total: null }, page: { hasNextPage: false } }, { times: 1 });
  const { json } = await sandbox.northflank('/billing/invoices?per_page=1');
  expect([json.data!.invoices![0]!.total, json.pagination!.hasNextPage]).toEqual([null, false]);
});

test('F60 echoAuthorization sends the credential back in body and headers', async () => {
  await inject({ kind: 'echoAuthorization', status: 400 });
  const reply = await sandbox.altostrat(LIST);
  expect([reply.status, reply.json.message, reply.headers.get('x-echo-authorization')]).toEqual([
    400,
    'Rejected: Bearer sandbox-altostrat',
    'Bearer sandbox-altostrat',
  ]);
});

test('F60 a rule can skip calls and run out', async () => {
  await inject({ kind: 'status', status: 500 }, { skip: 1, times: 2 });
  const statuses = [];
  for (let call = 0; call < 5; call++) statuses.push((await sandbox.altostrat(LIST)).status);
  expect(statuses).toEqual([200, 500, 500, 200, 200]);
});

test.each([
  [{ provider: 'northflank' }, 200],
  [{ provider: 'altostrat' }, 500],
  [{ method: 'post' }, 200],
  [{ method: 'get' }, 500],
  [{ token: 'sandbox-altostrat' }, 500],
  [{ token: 'sandbox-altostrat-initech' }, 200],
  [{ route: '/billing-accounts/{cus}/invoices' }, 500],
  [{ route: 'preview' }, 200],
  [{ route: 'GET /workspaces/{ws}/billing-accounts/{cus}/invoices' }, 500],
  [{ route: 'GET /workspaces/{ws}/billing-accounts/{cus}' }, 200],
  [{ path: 'limit=2' }, 500],
  [{ path: 'limit=2', method: 'POST' }, 200],
])('F60 a rule that matches %j gives %s', async (match, status) => {
  await inject({ kind: 'status', status: 500 }, { match });
  expect((await sandbox.altostrat(LIST)).status).toBe(status);
});

test('F60 rules can be listed, removed one by one, and removed all', async () => {
  await inject({ kind: 'html', status: 500 });
  await inject({ kind: 'html', status: 501 });
  expect((await sandbox.control('DELETE', '/faults/fault_1')).status).toBe(204);
  expect((await sandbox.altostrat(LIST)).status).toBe(501);
  expect((await sandbox.control('GET', '/faults')).json).toEqual({
    faults: [{ id: 'fault_2', rule: { fault: { kind: 'html', status: 501 } }, seen: 1 }],
  });
  await sandbox.control('DELETE', '/faults');
  expect((await sandbox.altostrat(LIST)).status).toBe(200);
});

test('F60 rules given at the start are in force, and again after a reset', async () => {
  const broken = await openSandbox({ faults: [{ fault: { kind: 'html', status: 502 } }] });
  try {
    expect((await broken.altostrat(LIST)).status).toBe(502);
    await broken.control('DELETE', '/faults');
    expect((await broken.altostrat(LIST)).status).toBe(200);
    await broken.control('POST', '/reset');
    expect((await broken.altostrat(LIST)).status).toBe(502);
  } finally {
    await broken.close();
  }
});

const KINDS =
  'none, latency, hold, wire, status, rateLimit, html, redirect, raw, patch, echoAuthorization, reset, truncate, hang, drip';

test.each([
  [{}, ['fault is required.']],
  [{ fault: 'html' }, ['fault must be an object, got "html".']],
  [{ fault: {} }, ['fault.kind is required.']],
  [{ fault: { kind: 'explode' } }, [`fault.kind must be one of ${KINDS}, sequence, got "explode".`]],
  [{ fault: { kind: 'status' } }, ['fault.status is required.']],
  [{ fault: { kind: 'status', status: 99 } }, ['fault.status must be an integer from 200 to 599, got 99.']],
  [{ fault: { kind: 'hang', ms: 1 } }, ['fault.ms is not known; known are kind.']],
  [{ fault: { kind: 'hang' }, times: 0 }, ['times must be an integer of at least 1, got 0.']],
  [
    { fault: { kind: 'sequence', faults: [{ kind: 'drip' }, { kind: 'sequence', faults: [] }] } },
    [
      'fault.faults[0].bytesPerTick is required.',
      'fault.faults[0].tickMs is required.',
      `fault.faults[1].kind must be one of ${KINDS}, got "sequence".`,
    ],
  ],
  [
    { fault: { kind: 'hold', then: { kind: 'latency', ms: -1 } }, match: { provider: 'x' }, skip: 'one' },
    [
      'match.provider must be one of altostrat, northflank, got "x".',
      'fault.then.ms must be an integer from 0 to 2147483647, got -1.',
      'skip must be an integer of at least 0, got "one".',
    ],
  ],
  [
    { fault: { kind: 'raw', body: [{ repeat: 'x' }] } },
    ['fault.body must be a text, or an array of texts and {repeat, times}, got [{"repeat":"x"}].'],
  ],
  [
    { fault: { kind: 'raw', body: [{ repeat: 'xx', times: 33_554_433 }] } },
    ['fault.body must be of at most 67108864 characters, got [{"repeat":"xx","times":33554433}].'],
  ],
])('F60 the rule %j is refused with what is wrong', async (rule, problems) => {
  const reply = await sandbox.control('POST', '/faults', rule);
  expect([reply.status, reply.json]).toEqual([400, { problems }]);
});
