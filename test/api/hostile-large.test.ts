import type { Fault } from '../../sandbox/faults/fault.js';
import type { GeneratedText } from '../../sandbox/faults/text.js';
import { freshToken } from '../support/fresh-token.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';
import { accountField } from '../support/invoice-row.js';

/** Answers that there is too much of, in every way: refused in their place, and nobody else waits for it. */

let setting: HostileSetting;
let token: string;
beforeAll(async () => {
  setting = await startHostile();
});
afterAll(async () => setting?.close());
beforeEach(async () => void (token = await freshToken(setting.upstream)));
afterEach(async () => setting.expectUnharmed());

const MIB = 1024 * 1024;
const account = accountField('cus_acme_us', 'ws_acme');
const list = `{ ${account} { invoices { nodes { number } pageInfo { hasNextPage } } } }`;

const pageOf = (...rows: readonly (string | { repeat: string; times: number })[]): GeneratedText => [
  '{"data":[',
  ...rows,
  '{"id":"in_last","number":"N-last"}],"has_more":false}',
];
const nested = (depth: number): readonly { repeat: string; times: number }[] => [
  { repeat: '[', times: depth },
  { repeat: ']', times: depth },
];

const BYTES = 'it has more than 8388608 bytes';
const TEXT = 'a text in it has more than 65536 bytes';
/** What comes, why it is not read, and for how many rows it is asked. */
const large: readonly (readonly [string, GeneratedText, string, readonly number[]])[] = [
  [
    '50 MB of rows',
    pageOf({ repeat: `{"id":"in_{{n}}","x":"${'x'.repeat(483)}"},`, times: 100_000 }),
    BYTES,
    [20, 10, 5],
  ],
  ['50 MB of blanks', pageOf({ repeat: ' ', times: 50_000_000 }), BYTES, [20, 10, 5]],
  [
    '100,000 invoices',
    pageOf({ repeat: '{"id":"in_{{n}}","number":"N","total":1},', times: 100_000 }),
    'it has more than 250000 values',
    [20, 10, 5],
  ],
  [
    'a million keys',
    pageOf({ repeat: '{"a":1},', times: 1_000_000 }),
    'it has more than 250000 values',
    [20, 10, 5],
  ],
  [
    'a million keys of one row',
    pageOf('{"id":"in_1"', { repeat: ',"":1', times: 1_000_000 }, '},'),
    'it has more than 250000 values',
    [20, 10, 5],
  ],
  [
    'lists in each other, 100,000 deep',
    pageOf(...nested(100_000), ','),
    'it is nested more than 32 deep',
    [20],
  ],
  [
    'a number that is 1 MB of text',
    pageOf('{"id":"in_1","number":"', { repeat: 'x', times: MIB }, '"},'),
    TEXT,
    [20],
  ],
  [
    '1 MB of text that nobody asked for',
    pageOf('{"id":"in_1","note":"', { repeat: 'é', times: MIB / 2 }, '"},'),
    TEXT,
    [20],
  ],
  ['a key of 1 MB', pageOf('{"', { repeat: 'x', times: MIB }, '":1},'), TEXT, [20]],
  [
    'a megabyte of digits',
    pageOf('{"total":', { repeat: '9', times: MIB }, '},'),
    'a number in it has more than 65536 bytes',
    [20],
  ],
];

async function answerWith(body: GeneratedText, headers?: Record<string, string>): Promise<void> {
  const fault: Fault = { kind: 'raw', body, ...(headers && { headers }) };
  await setting.upstream.fault({ match: { token }, fault });
}

const limits = async (): Promise<number[]> =>
  (await setting.upstream.paths()).map((path) => Number(path.split('limit=')[1]));

test.each(large)(
  'U08 %s is not read, and asked for in smaller pages only where that could help',
  async (_what, body, reason, asked) => {
    await answerWith(body);
    const { data, errors } = await setting.api.ask(list, { token });
    expect([
      data.billingAccount,
      errors.map(({ message, extensions }) => [extensions['code'], message]),
    ]).toEqual([null, [['UPSTREAM_INVALID_RESPONSE', `The provider's answer cannot be read: ${reason}.`]]]);
    expect(await limits()).toEqual(asked);
  },
);

test('U08 80,000 rows where 20 were asked for are a page, of which 20 are shown', async () => {
  await answerWith(pageOf({ repeat: '{"id":"in_{{n}}","number":"N-{{n}}"},', times: 80_000 }));
  const { data, errors } = await setting.api.ask(list, { token });
  const nodes = Array.from({ length: 20 }, (_, index) => ({ number: `N-${index}` }));
  expect([data.billingAccount.invoices, errors]).toEqual([{ nodes, pageInfo: { hasNextPage: true } }, []]);
  expect(await limits()).toEqual([20]);
});

test.each([
  ['an account', `{ ${account} { name } }`],
  ['a workspace', '{ workspace(id: "ws_acme") { name } }'],
])('U08 50 MB where %s was asked for are not read', async (_what, query) => {
  await answerWith(['{"id":"', { repeat: 'x', times: 50_000_000 }, '"}']);
  const { errors } = await setting.api.ask(query, { token });
  expect(errors.map(({ message }) => message)).toEqual([
    "The provider's answer cannot be read: it has more than 1048576 bytes.",
  ]);
  expect(await setting.upstream.paths()).toHaveLength(1);
});
