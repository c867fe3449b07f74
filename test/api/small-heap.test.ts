import type { GeneratedText } from '../../sandbox/faults/text.js';
import type { GraphqlAnswer } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';
import { accountField } from '../support/invoice-row.js';

/** A process with little memory, which a provider and its callers fill at once in every way: it lives, and tells whom it cannot serve. */

let setting: HostileSetting;
beforeAll(async () => {
  setting = await startHostile({
    NODE_OPTIONS: '--max-old-space-size=256',
    CACHE_MAX_AGE_MS: '60000',
    CACHE_LIST_MS: '60000',
    UPSTREAM_TIMEOUT_MS: '100000',
    OPERATION_TIMEOUT_MS: '110000',
  });
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const large = `{ ${accountField('cus_acme_us', 'ws_acme')} { invoices(first: 200) { nodes { number } } } }`;
const kept = `{ ${accountField('cus_globex', 'ws_globex')} { invoices(first: 1000) { nodes { id } } } }`;

/** Close to 8 MiB of rows. */
const pageOf = (character: string): GeneratedText => [
  '{"data":[',
  { repeat: `{"id":"in_{{n}}","number":"${character}${'x'.repeat(40_000)}"},`, times: 199 },
  '{"id":"in_last","number":"N"}],"has_more":false}',
];

/** So many callers at once, each with a credential of his own. */
async function askAtOnce(count: number, query: string): Promise<readonly GraphqlAnswer[]> {
  const tokens = await Promise.all(Array.from({ length: count }, async () => freshToken(setting.upstream)));
  return Promise.all(tokens.map(async (token) => setting.api.ask(query, { token })));
}

const outcomeOf = ({ data, errors }: GraphqlAnswer): unknown =>
  errors[0]?.extensions['code'] ?? data.billingAccount.invoices.nodes.length;

test('L12 with 256 MB, 40 answers of 8 MB at once and 70 MB to be kept end nothing', async () => {
  await setting.upstream.fault({
    match: { path: 'cus_acme_us' },
    fault: { kind: 'raw', body: pageOf('中') },
  });
  const [flood, fill] = await Promise.all([askAtOnce(40, large), askAtOnce(60, kept)]);
  expect(new Set(flood.map(outcomeOf))).toEqual(new Set([200, 'OVERLOADED']));
  const refused = flood.find(({ errors }) => errors.length > 0);
  expect([refused?.status, refused?.data, refused?.errors]).toEqual([
    200,
    { billingAccount: null },
    [
      {
        message:
          "The provider's answer is a large one, and there are as many of those at the moment as there is room for.",
        locations: expect.any(Array) as unknown,
        path: ['billingAccount', 'invoices'],
        extensions: expect.objectContaining({ code: 'OVERLOADED', retryable: true }) as unknown,
      },
    ],
  ]);
  expect(new Set(fill.map(outcomeOf))).toEqual(new Set([1000]));
}, 120_000);

test('L12 one after the other, as many large answers as anybody likes are read', async () => {
  await setting.upstream.fault({ match: { path: 'cus_acme_us' }, fault: { kind: 'raw', body: pageOf('a') } });
  for (let turn = 0; turn < 6; turn += 1) expect((await askAtOnce(1, large)).map(outcomeOf)).toEqual([200]);
});
