import type { Fault } from '../../sandbox/faults/fault.js';
import type { GraphqlAnswer } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { startProcess } from '../support/api.js';
import { freePort } from '../support/free-port.js';
import { accountField } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** One provider is dead: the other's half is whole, and from the second operation on nobody asks the dead one. */

startSystem({ UPSTREAM_TIMEOUT_MS: '1000' }, startProcess);
beforeEach(async () => upstream.reset());

const query = `{
  altostrat: ${accountField('cus_acme_us', 'ws_acme')} { invoices(first: 3) { nodes { id } } }
  northflank: billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 3) { nodes { id } } }
}`;
type Half = 'altostrat' | 'northflank';

interface Caller {
  readonly token: string;
  readonly headers: Record<string, string>;
}

async function newCaller(): Promise<Caller> {
  const token = await freshToken(upstream);
  const other = await freshToken(upstream, 'northflank');
  return { token, headers: { 'northflank-authorization': `Bearer ${other}` } };
}

/** Of an answer of which one half has failed: that one's code, and whether the other is whole. */
function outcomeOf({ status, data, errors }: GraphqlAnswer, dead: Half): unknown {
  const healthy: Half = dead === 'altostrat' ? 'northflank' : 'altostrat';
  const codes = errors.map(({ path, extensions }) => [path?.[0], extensions['code']]);
  return { status, dead: data[dead], rows: data[healthy].invoices.nodes.length, codes };
}

const callsTo = async (half: Half): Promise<number> =>
  (await upstream.calls()).filter(({ path }) => path.startsWith('/v1/') === (half === 'northflank')).length;

const halves: readonly Half[] = ['altostrat', 'northflank'];
const otherOf = (dead: Half): Half => (dead === 'altostrat' ? 'northflank' : 'altostrat');

test.each(halves)(
  'U21 where %s says nothing, the other answers whole for one call, and from the second operation on the dead one gets none',
  async (dead) => {
    await upstream.fault({ match: { provider: dead }, fault: { kind: 'hang' } });
    const caller = await newCaller();
    for (let turn = 1; turn <= 5; turn += 1) {
      const answer = await api.ask(query, caller);
      const code = turn === 1 ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_UNAVAILABLE';
      expect(outcomeOf(answer, dead)).toEqual({ status: 200, dead: null, rows: 3, codes: [[dead, code]] });
      expect([await callsTo(dead), await callsTo(otherOf(dead))]).toEqual([1, turn]);
      if (turn > 1) expect(answer.errors[0]?.extensions['retryAfterMs']).toBeGreaterThan(0);
    }
  },
);

test.each<[string, Half, Fault]>([
  ['altostrat breaks every connection', 'altostrat', { kind: 'reset' }],
  ['northflank is out of service', 'northflank', { kind: 'status', status: 503 }],
])(
  'U21 where %s, the other answers whole each time, and the dead one gets twenty calls and then none',
  async (_what, dead, fault) => {
    const alone = await startProcess({ ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url });
    await upstream.fault({ match: { provider: dead }, fault });
    const caller = await newCaller();
    const calls = [0];
    while (calls.length < 30 && (calls.length < 3 || calls.at(-1) !== calls.at(-3))) {
      const answer = await alone.ask(query, caller);
      const codes = [[dead, 'UPSTREAM_UNAVAILABLE']];
      expect(outcomeOf(answer, dead)).toEqual({ status: 200, dead: null, rows: 3, codes });
      expect(await callsTo(otherOf(dead))).toBe(calls.length);
      calls.push(await callsTo(dead));
    }
    expect([calls[1], calls.at(-1)]).toEqual([3, 20]);
    await alone.stop();
  },
);

test('U21 a provider that is not there at all is asked three times in all, whoever asks', async () => {
  const environment = { ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: `http://127.0.0.1:${await freePort()}` };
  const alone = await startProcess(environment);
  for (let turn = 1; turn <= 5; turn += 1) {
    const answer = await alone.ask(query, await newCaller());
    const codes = [['northflank', 'UPSTREAM_UNAVAILABLE']];
    expect(outcomeOf(answer, 'northflank')).toEqual({ status: 200, dead: null, rows: 3, codes });
    expect(Number(answer.headers.get('x-upstream-calls'))).toBe(turn === 1 ? 4 : 1);
  }
  await alone.stop();
});
