import type { SingleFault } from '../../sandbox/faults/fault.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { openFiles } from '../support/process-figures.js';
import { startProcess, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** Connections that providers reset, in numbers: each is let go of. */

const RESETS = 1000;
/** So few of the calls that nobody takes the provider for dead. */
const EVERY = 4;
const ACCOUNTS = 20;

let upstream: Upstream;
let api: Api;
beforeAll(async () => {
  upstream = await startUpstream();
  api = await startProcess({ ALTOSTRAT_URL: upstream.url });
});
afterAll(async () => api?.stop());

const some = Array.from(
  { length: ACCOUNTS },
  (_, index) => `a${index}: ${accountField(`cus_none_${index}`, 'ws_acme')} { name }`,
);
const query = `{ ${some.join(' ')} }`;

/** As many calls have been answered as the rule says, resets among them. */
async function met(): Promise<number> {
  const { faults } = (await upstream.control('GET', '/faults')) as { faults: readonly { seen: number }[] };
  return faults[0]?.seen ?? 0;
}

test('L08 after 1,000 resets as many files are open as before the first call', async () => {
  const before = await openFiles(api.url);
  expect(before).toBeGreaterThan(0);
  const faults = Array.from({ length: RESETS }, (_, index): SingleFault[] => [
    index % 2 === 0 ? { kind: 'reset' } : { kind: 'reset', afterBytes: 5 },
    ...Array<SingleFault>(EVERY - 1).fill({ kind: 'none' }),
  ]).flat();
  await upstream.fault({ fault: { kind: 'sequence', faults } });
  const tokens = await Promise.all(Array.from({ length: 10 }, async () => freshToken(upstream)));
  // Each on a connection of its own, so that none of those counts afterwards.
  const headers = { connection: 'close' };
  while ((await met()) < faults.length) {
    const answers = await Promise.all(tokens.map(async (token) => api.ask(query, { token, headers })));
    for (const { errors } of answers) expect(errors).toHaveLength(ACCOUNTS);
  }
  // Connections that were of use are kept, one for each call at once, until the provider closes them.
  expect(await openFiles(api.url)).toBeLessThanOrEqual(before + tokens.length * ACCOUNTS);
  await upstream.close();
  while ((await openFiles(api.url)) > before) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await openFiles(api.url)).toBe(before);
}, 60_000);
