import { setTimeout as sleep } from 'node:timers/promises';
import { account, startSystem, team } from './system.mjs';
import { atRate, percentile } from './at-rate.mjs';

const PER_SECOND = 100;
const list = `{ ${account} { invoices(first: 3) { nodes { invoiceId } } } }`;
const other = `{ ${team} { invoices(first: 3) { nodes { invoiceId } } } }`;
const both = `{ down: ${account} { invoices(first: 3) { nodes { invoiceId } } } up: ${team} { invoices(first: 3) { nodes { invoiceId } } } }`;
/** So many calls that none is refused. */
const QUOTA = { limit: 1_000_000, remaining: 1_000_000, resetSeconds: 3600 };
/** How far away the other provider is. */
const OTHER_MS = 20;
/** What may be made again whatever was asked, and what asks whether the provider is back: see docs/upstream-calls.md. */
const FLOOR = 10;

/** A provider is down for a while: few calls more than requests, quick refusals, and the other provider as ever. */
export const outage = {
  id: 'O10',
  title: 'A provider is down',
  bar: 'calls at most 1.2 times the requests and 10; p99 of refusals without a call under 20 ms; the other provider within 1.1 times, also where one operation asks both; back within 2 probes',
  async run({ isLong, onProgress }) {
    const seconds = isLong ? 60 : 5;
    const system = await startSystem({ environment: { CACHE_MAX_AGE_MS: '0' } });
    try {
      const tokens = await system.newTokens('outage', 50, {
        provider: 'altostrat',
        workspaces: ['ws_acme'],
      });
      const northflank = { 'northflank-authorization': 'Bearer sandbox-northflank' };
      const asOther = async () => system.ask(other, northflank);
      const asBoth = async (number) =>
        system.ask(both, { ...northflank, authorization: `Bearer ${tokens[number % tokens.length]}` });
      await system.control('PATCH', '/northflank/team-n3', { rateLimit: QUOTA });
      await system.control('POST', '/faults', {
        match: { provider: 'northflank' },
        fault: { kind: 'latency', ms: OTHER_MS },
      });
      const before = await atRate({ perSecond: 20, seconds: isLong ? 10 : 3 }, asOther);
      await system.control('POST', '/faults', {
        match: { provider: 'altostrat' },
        fault: { kind: 'status', status: 503 },
      });
      const [down, meanwhile, together] = await Promise.all([
        atRate({ perSecond: PER_SECOND, seconds, onProgress }, async (number) =>
          system.ask(list, { authorization: `Bearer ${tokens[number % tokens.length]}` }),
        ),
        atRate({ perSecond: 10, seconds }, asOther),
        atRate({ perSecond: 10, seconds }, asBoth),
      ]);
      const calls = down.reduce((sum, answer) => sum + answer.calls, 0);
      await system.control('DELETE', '/faults');
      const recoveryMs = await untilBack(system, tokens[0]);
      const unasked = down.filter((answer) => answer.calls === 0).map(({ ms }) => ms);
      const median = (answers) =>
        percentile(
          answers.map(({ ms }) => ms),
          0.5,
        );
      const figures = {
        requests: down.length,
        calls,
        amplification: calls / down.length,
        refusalP99Ms: percentile(unasked, 0.99),
        othersRatio: median(meanwhile) / median(before),
        othersFailed: meanwhile.filter(({ errors }) => errors.length > 0).length,
        halvesRatio: median(together) / median(meanwhile),
        halvesMissing: together.filter(({ data }) => data.up === null).length,
        recoveryMs,
      };
      return {
        figures,
        counts: calls <= down.length * 1.2 + FLOOR && figures.othersFailed + figures.halvesMissing === 0,
        times:
          figures.refusalP99Ms < 20 &&
          Math.max(figures.othersRatio, figures.halvesRatio) <= 1.1 &&
          recoveryMs <= 10_000,
      };
    } finally {
      await system.stop();
    }
  },
};

async function untilBack({ ask }, token) {
  const startedAtMs = performance.now();
  for (;;) {
    const { errors } = await ask(list, { authorization: `Bearer ${token}` });
    const ms = performance.now() - startedAtMs;
    if (errors.length === 0 || ms > 60_000) return ms;
    await sleep(100);
  }
}
