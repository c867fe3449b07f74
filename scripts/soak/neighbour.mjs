import { account, startSystem } from './system.mjs';
import { atRate, percentile } from './at-rate.mjs';

const list = `{ ${account} { invoices(first: 20) { nodes { invoiceId total { decimal } } } } }`;

/** One caller asks ten times its share of a provider that is slow for it alone. */
export const neighbour = {
  id: 'O4',
  title: 'A noisy neighbour',
  bar: 'no error for the 49 others, their p99 within 1.25 times',
  async run({ isLong, onProgress }) {
    const seconds = isLong ? 30 : 5;
    const system = await startSystem({ environment: { CACHE_MAX_AGE_MS: '0' } });
    try {
      const [noisy, ...others] = await system.newTokens('neighbour', 50, {
        provider: 'altostrat',
        workspaces: ['ws_acme'],
      });
      await system.control('POST', '/faults', {
        match: { token: noisy },
        fault: { kind: 'latency', ms: 2000 },
      });
      const asOthers = async (number) =>
        system.ask(list, { authorization: `Bearer ${others[number % others.length]}` });
      await atRate({ perSecond: 100, seconds: 2 }, asOthers);
      const alone = await atRate({ perSecond: 100, seconds }, asOthers);
      onProgress(0.5);
      const [beside] = await Promise.all([
        atRate({ perSecond: 100, seconds }, asOthers),
        atRate({ perSecond: 60, seconds }, async () =>
          system.ask(list, { authorization: `Bearer ${noisy}` }),
        ),
      ]);
      const p99 = (answers) =>
        percentile(
          answers.map(({ ms }) => ms),
          0.99,
        );
      const failed = beside.filter(({ status, errors }) => status !== 200 || errors.length > 0).length;
      const figures = {
        requests: beside.length,
        failed,
        aloneP99Ms: p99(alone),
        besideP99Ms: p99(beside),
        ratio: p99(beside) / p99(alone),
      };
      return { figures, counts: failed === 0, times: figures.ratio <= 1.25 };
    } finally {
      await system.stop();
    }
  },
};
