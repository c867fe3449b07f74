import { accountField } from '../support/invoice-row.js';
import { waitBeside } from '../support/neighbour.js';
import { api, startSystem } from '../support/system.js';

/** Whatever one operation may legally ask, a trivial one on another connection waits no more than this. */
const WAIT_MS_MAX = 250;

startSystem();

const account = accountField('cus_acme_us', 'ws_acme');

function aliases(count: number, field: string): string {
  return Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
}

const page = (fields: string): string => `{ ${account} { invoices(first: 1000) { nodes { ${fields} } } } }`;

test.each([
  ['240,000 fields of one page', page(aliases(240, 'status')), 200],
  [
    'one page under 100 aliases',
    `{ ${account} { ${aliases(100, 'invoices(first: 1000) { nodes { status } }')} } }`,
    200,
  ],
  ['40,000 field errors', page(`total { ${aliases(40, 'formatted(locale: "?")')} }`), 200],
  ['60,000 fields that one call answers', page(`billingAccount { ${aliases(60, 'name')} }`), 200],
  ['the largest introspection', `{ __schema { types { fields { ${aliases(200, 'description')} } } } }`, 400],
])(
  'N04 beside %s',
  async (_what, query, expected) => {
    const status: number[] = [];
    let waitMs = Number.POSITIVE_INFINITY;
    // What else the machine does can only add to it, so the quietest of a few runs is what this service is answerable for.
    for (let run = 0; run < 4 && waitMs >= WAIT_MS_MAX; run += 1) {
      const waitedMs = await waitBeside(api, async () => status.push((await api.ask(query)).status));
      waitMs = Math.min(waitMs, waitedMs);
    }
    expect(new Set(status)).toEqual(new Set([expected]));
    expect(waitMs).toBeLessThan(WAIT_MS_MAX);
  },
  120_000,
);
