import type { Fault } from '../../sandbox/faults/fault.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';

/** A provider that keeps its caller waiting: an honest error at the deadline, after one call. */

let setting: HostileSetting;
beforeAll(async () => {
  setting = await startHostile({ UPSTREAM_TIMEOUT_MS: '1000' });
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const list = `{ ${accountField('cus_acme_us', 'ws_acme')} { invoices { nodes { number } } } }`;
const page = JSON.stringify({ data: [], has_more: false });

test.each<[string, Fault]>([
  ['U02 T10 a byte now and then', { kind: 'drip', bytesPerTick: 1, tickMs: 50 }],
  ['U02 T10 silence', { kind: 'hang' }],
  [
    'U04 a body shorter than its length',
    { kind: 'raw', body: page, headers: { 'content-length': String(page.length + 5) } },
  ],
])('%s ends at the deadline of the call', async (_what, fault) => {
  const token = await freshToken(setting.upstream);
  await setting.upstream.fault({ match: { token }, fault });
  const { errors } = await setting.api.ask(list, { token });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_TIMEOUT']);
  expect(await setting.upstream.paths()).toHaveLength(1);
});
