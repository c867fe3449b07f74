import { toRetryAfterText } from '../../sandbox/faults/retry-after.js';
import { ACME_US, openSandbox, plantNine, rawGet, type Reply, type SandboxClient } from './sandbox-client.js';

/** Whatever odd thing a provider may send, the sandbox can: each input as docs/sandbox.md shows it. */

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const LIST = `${ACME_US}/invoices?limit=2`;
const PREVIEW = { subscription_id: 'sub_acme_us_monthly' };

async function inject(fault: object, rule: object = {}): Promise<void> {
  const reply = await sandbox.control('POST', '/faults', { fault, ...rule });
  expect([reply.status, reply.json.problems]).toEqual([201, undefined]);
}

test.each([
  ['subscriptions', () => sandbox.altostrat(`${ACME_US}/subscriptions`), 3],
  ['billing accounts', () => sandbox.altostrat('/ws_acme/billing-accounts'), 4],
  ['workspaces', () => sandbox.altostrat(''), 3],
])('F60 a list of %s that is read whole can promise more', async (_what, read, count) => {
  await inject({ kind: 'patch', page: { has_more: true } });
  const { json } = await read();
  expect([json.data!.length, json.has_more]).toEqual([count, true]);
});

test('F60 the teams of Northflank can promise more, and be edited', async () => {
  await inject({ kind: 'patch', rows: 1, set: { name: null }, page: { hasNextPage: true } });
  const { json } = await sandbox.northflank('/teams');
  expect([json.data!.teams!.slice(0, 2), json.pagination!.hasNextPage]).toEqual([
    [
      { id: 'team-n1', name: 'First generation' },
      { id: 'team-n2', name: null },
    ],
    true,
  ]);
});

const singles: [string, () => Promise<Reply>][] = [
  ['a workspace', () => sandbox.altostrat('/ws_acme')],
  ['an account', () => sandbox.altostrat(ACME_US)],
  ['a subscription', () => sandbox.altostrat(`${ACME_US}/subscriptions/sub_acme_us_monthly`)],
  ['a preview', () => sandbox.preview(ACME_US, PREVIEW)],
  ['a preview of Northflank', () => sandbox.northflank('/billing/invoices/details')],
  [
    'an invoice of Northflank',
    async () => sandbox.northflank(`/teams/team-n3/billing/invoices/${await newestOfNorthflank()}`),
  ],
];

/** Read before any fault: the reads that follow are the ones that are spoilt. */
async function newestOfNorthflank(): Promise<string> {
  const faultless = await openSandbox();
  const { json } = await faultless.northflank('/teams/team-n3/billing/invoices?per_page=1');
  await faultless.close();
  return json.data!.invoices![0]!.id!;
}

test.each(singles)('F60 %s can be empty, a message, or wrapped', async (_what, read) => {
  await inject({ kind: 'patch', wrap: 'data' }, { times: 1 });
  const wrapped = await read();
  await inject({ kind: 'status', status: 200, body: {} }, { times: 1 });
  const empty = await read();
  await inject({ kind: 'status', status: 200, body: { message: 'Server Error' } }, { times: 1 });
  const message = await read();
  const plain = await read();
  expect([empty.status, empty.text, message.status, message.text, plain.status]).toEqual([
    200,
    '{}',
    200,
    '{"message":"Server Error"}',
    200,
  ]);
  expect([wrapped.status, Object.keys(wrapped.json)]).toEqual([200, ['data']]);
  expect(Object.keys(wrapped.json.data!)).toEqual(Object.keys(plain.json));
});

test('F60 a subscription can have an empty list where a map belongs, patched or planted', async () => {
  await inject({ kind: 'patch', set: { product_quantities: [] } }, { match: { route: '/subscriptions' } });
  const patched = await sandbox.altostrat(`${ACME_US}/subscriptions`);
  expect(patched.json.data!.map(({ product_quantities: items }) => items)).toEqual([[], [], []]);
  await sandbox.control('DELETE', '/faults');
  const planted = { id: 'sub_php', status: 'active', product_quantities: [] };
  await sandbox.control('POST', '/accounts', {
    workspaceId: 'ws_php',
    accountId: 'cus_php',
    subscriptions: [planted],
  });
  const path = '/ws_php/billing-accounts/cus_php';
  expect((await sandbox.altostrat(`${path}/subscriptions`)).json.data).toEqual([planted]);
  expect((await sandbox.preview(path, {})).json.lines).toEqual([]);
});

test('F60 a value can be any text: duplicate keys, digits beyond a double, no JSON at all', async () => {
  const path = await plantNine(sandbox);
  await inject({
    kind: 'sequence',
    faults: [
      { kind: 'patch', rows: 'i8', setLiteral: { total: '999,"total":1' } },
      { kind: 'patch', setLiteral: { amount: '12345678901234567890.10', 'a "b"': '$&' } },
      { kind: 'patch', set: { lines: [{}] }, setLiteral: { 'lines.0.amount': '1e999,"amount":-0.0' } },
    ],
  });
  const next = async () => (await sandbox.altostrat(`${path}?limit=2`)).text;
  expect(await next()).toContain('{"data":[{"id":"i9"},{"id":"i8","total":999,"total":1}],');
  expect(await next()).toContain('[{"id":"i9","amount":12345678901234567890.10,"a \\"b\\"":$&},{"id":"i8",');
  expect(await next()).toContain('[{"id":"i9","lines":[{"amount":1e999,"amount":-0.0}]},');
});

test('F60 a value of Northflank can be any text, too', async () => {
  await inject({ kind: 'patch', rows: 0, setLiteral: { total: '9007199254740993' } });
  const { text } = await sandbox.northflank('/teams/team-n2/billing/invoices?per_page=1');
  expect(text).toMatch(/^\{"data":\{"invoices":\[\{"period":\{[^}]*\},"total":9007199254740993[,}]/);
});

test('F60 lines, customers, dates and links can take any form', async () => {
  const set = {
    lines: { object: 'list', data: [{ id: 'il_1', amount: '12' }], has_more: false },
    customer_id: { id: 'cus_acme_us', object: 'customer' },
    discount_names: [null],
    created_at: '9999-12-31T23:59:59-05:00',
    hosted_invoice_url: ' https://x\n/',
    currency: 'hrk',
  };
  await inject({ kind: 'patch', rows: 0, set });
  const [first, second] = (await sandbox.altostrat(LIST)).json.data!;
  expect(first).toMatchObject(set);
  expect(second!.currency).toBe('usd');
});

const statuses = [201, 204, 205, 402, 405, 409, 410, 415];

test.each(statuses)(
  'F60 %i can be the answer to pages with a cursor alone, without a body',
  async (status) => {
    const path = await plantNine(sandbox);
    await inject({ kind: 'status', status }, { match: { path: 'after=' } });
    const head = await sandbox.altostrat(`${path}?limit=2`);
    const page = await sandbox.altostrat(`${path}?limit=2&after=i8`);
    expect([head.status, page.status, page.text]).toEqual([200, status, '']);
  },
);

test.each(statuses.filter((status) => status !== 204))('F60 %i can have a body', async (status) => {
  await inject({ kind: 'status', status, body: { message: 'odd' } }, { match: { path: 'limit=2' } });
  // Read raw: clients throw away the body of some.
  const { text } = await rawGet(sandbox, LIST);
  expect([text.slice(0, 13), text.slice(-17)]).toEqual([`HTTP/1.1 ${status} `, '{"message":"odd"}']);
});

test('F60 the normal answer can come with another status and other headers', async () => {
  const normal = await sandbox.altostrat(LIST);
  await inject({ kind: 'patch', status: 201, headers: { 'x-request-id': 'theirs' } });
  const { status, headers, text } = await sandbox.altostrat(LIST);
  expect([status, headers.get('x-request-id'), text]).toEqual([201, 'theirs', normal.text]);
});

test.each(['Identity', ''])('F60 Content-Encoding can be %j on a normal answer', async (coding) => {
  const { text } = await sandbox.altostrat(LIST);
  await inject({ kind: 'patch', headers: { 'Content-Encoding': coding } });
  const raw = (await rawGet(sandbox, LIST)).text;
  expect([raw.includes(`\r\nContent-Encoding: ${coding}\r\n`), raw.endsWith(text)]).toEqual([true, true]);
});

test('F60 a page of 200 rows can have 9.6 MB and shrink with its limit', async () => {
  await inject({ kind: 'patch', setLiteral: { padding: ['"', { repeat: 'x', times: 48_000 }, '"'] } });
  const bytesOf = async (limit: number) =>
    (await sandbox.altostrat(`${ACME_US}/invoices?limit=${limit}`)).text.length;
  const [whole, half, one] = [await bytesOf(200), await bytesOf(100), await bytesOf(1)];
  expect([whole > 9_600_000, whole < 10_000_000]).toEqual([true, true]);
  expect([half > 4_800_000, half < 5_000_000, one < 49_000]).toEqual([true, true, true]);
});

const NESTED = (depth: number) => [
  '{"x":',
  { repeat: '[', times: depth },
  { repeat: ']', times: depth },
  '}',
];

test.each([
  ['depth 33', NESTED(33), `{"x":${'['.repeat(33)}${']'.repeat(33)}}`],
  ['depth 100,000', NESTED(100_000), `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['4 million brackets', ['[', { repeat: '[],', times: 1_999_999 }, '[]]'], `[${'[],'.repeat(1_999_999)}[]]`],
  [
    '600,000 keys',
    ['{"k":0', { repeat: ',"k{{n}}":{{n}}', times: 599_999 }, '}'],
    `{"k":0${Array.from({ length: 599_999 }, (_, n) => `,"k${n}":${n}`).join('')}}`,
  ],
])('F60 a body can be made up: %s', async (_what, body, expected) => {
  await inject({ kind: 'raw', body });
  const { text } = await sandbox.altostrat(LIST);
  expect([text.length, text === expected]).toEqual([expected.length, true]);
});

test('F60 a made-up value can stand in one row among good ones', async () => {
  const path = await plantNine(sandbox);
  await inject({ kind: 'patch', rows: 'i8', setLiteral: { x: NESTED(40) } });
  const { data } = (await sandbox.altostrat(`${path}?limit=3`)).json;
  expect([data![0], JSON.stringify(data![1]!.x).length, data![2]]).toEqual([{ id: 'i9' }, 86, { id: 'i7' }]);
});

test.each([
  ['imf-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT', /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/],
  ['rfc850-date', 'Sunday, 06-Nov-94 08:49:37 GMT', /^\w{3,6}day, \d\d-\w{3}-\d\d [\d:]{8} GMT$/],
  ['asctime-date', 'Sun Nov  6 08:49:37 1994', /^\w{3} \w{3} [ \d]\d [\d:]{8} \d{4}$/],
] as const)('F60 Retry-After can be a moment as %s', async (form, text, pattern) => {
  expect(toRetryAfterText({ seconds: 60, form }, Date.UTC(1994, 10, 6, 8, 48, 37))).toBe(text);
  await inject({ kind: 'rateLimit', retryAfter: { seconds: 60, form } });
  for (const reply of [await sandbox.altostrat(LIST), await sandbox.northflank('/billing/invoices')]) {
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, expect.stringMatching(pattern)]);
  }
});

test('F60 a fault can hit the third page of a walk alone', async () => {
  const path = await plantNine(sandbox);
  await inject({ kind: 'status', status: 503 }, { match: { route: '/invoices' }, skip: 2, times: 1 });
  const read = async (after: string) => (await sandbox.altostrat(`${path}?limit=2&${after}`)).status;
  expect([
    await read(''),
    await read('after=i8'),
    await read('after=i6'),
    await read('after=i6'),
    await read('after=i4'),
  ]).toEqual([200, 200, 503, 200, 200]);
});

test('F60 a provider can be slow for one token only', async () => {
  await sandbox.control('POST', '/tokens', { token: 'slow', provider: 'altostrat', workspaces: ['ws_acme'] });
  await inject({ kind: 'latency', ms: 600_000 }, { match: { token: 'slow' } });
  const gone = new AbortController();
  const slow = sandbox.altostrat(LIST, { signal: gone.signal }, 'slow').catch(() => 'given up');
  expect((await sandbox.altostrat(LIST)).status).toBe(200);
  while ((await sandbox.control('GET', '/calls?token=slow')).json.inFlight !== 1);
  gone.abort();
  expect(await slow).toBe('given up');
});

test('F60 a provider can send the token back in headers, in bodies, in error keys and in the request id', async () => {
  await inject({
    kind: 'sequence',
    faults: [
      {
        kind: 'status',
        status: 422,
        headers: { 'x-request-id': 'r-{{token}}' },
        body: { message: 'No {{token}}.', errors: { '{{token}}': ['Bearer {{token}}'] } },
      },
      { kind: 'patch', rows: 0, set: { number: '{{token}}' }, headers: { 'x-request-id': '{{token}}' } },
      { kind: 'raw', body: ['<', { repeat: '{{token}}', times: 2 }, '>'] },
      { kind: 'redirect', status: 302, location: '/{{token}}' },
    ],
  });
  const [refused, patched, raw, moved] = [
    await sandbox.altostrat(LIST),
    await sandbox.altostrat(LIST),
    await sandbox.altostrat(LIST),
    await sandbox.northflank('/billing/invoices'),
  ];
  expect([refused.headers.get('x-request-id'), refused.text]).toEqual([
    'r-sandbox-altostrat',
    '{"message":"No sandbox-altostrat.","errors":{"sandbox-altostrat":["Bearer sandbox-altostrat"]}}',
  ]);
  expect([patched.headers.get('x-request-id'), patched.json.data![0]!.number]).toEqual([
    'sandbox-altostrat',
    'sandbox-altostrat',
  ]);
  expect([raw.text, moved.headers.get('location')]).toEqual([
    '<sandbox-altostratsandbox-altostrat>',
    '/sandbox-northflank',
  ]);
});
