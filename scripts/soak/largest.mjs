import { once } from 'node:events';
import { account, startSystem } from './system.mjs';

const BLOCK_MS_MAX = 250;
const RUNS = 5;
const REPORT = new URL('../fuzz/report-block.mjs', import.meta.url).href;

const aliases = (count, field) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
const page = (fields) => `{ ${account} { invoices(first: 1000) { nodes { ${fields} } } } }`;

/** As much as one operation may ask, and as much as an answer may hold. */
const largest = {
  fields: page(aliases(240, 'status')),
  pages: `{ ${account} { ${aliases(100, 'invoices(first: 1000) { nodes { status } }')} } }`,
  errors: page(`total { ${aliases(40, 'formatted(locale: "?")')} }`),
  cheapFields: page(`billingAccount { ${aliases(60, 'name')} }`),
  rows: page('number'),
};

/** 80,000 rows where 20 were asked for. */
const manyRows = [
  '{"data":[',
  { repeat: '{"id":"in_{{n}}","number":"N-{{n}}"},', times: 80_000 },
  '{"id":"in_z"}],"has_more":false}',
];

/** What the largest operations that are answered hold the event loop up for. */
export const largestOperations = {
  id: 'N04',
  title: 'The largest operations that are allowed, and the largest page that is read',
  bar: 'the event loop held up for at most 250 ms',
  async run({ onProgress }) {
    const system = await startSystem({ nodeArguments: [`--import=${REPORT}`], hasChannel: true });
    try {
      const figures = {};
      let failed = 0;
      for (const [name, query] of Object.entries(largest)) {
        if (name === 'rows')
          await system.control('POST', '/faults', { fault: { kind: 'raw', body: manyRows } });
        // The first time, code is compiled; from then on it is what it is.
        for (let run = 0; run <= RUNS; run += 1) {
          const { status } = await system.ask(query, { authorization: 'Bearer sandbox-altostrat' });
          if (status !== 200) failed += 1;
          if (run === 0) await longestBlock(system.process);
        }
        figures[`${name} ms`] = await longestBlock(system.process);
        onProgress(Object.keys(figures).length / Object.keys(largest).length);
      }
      const longest = Math.max(...Object.values(figures));
      return { figures: { ...figures, failed }, counts: failed === 0, times: longest <= BLOCK_MS_MAX };
    } finally {
      await system.stop();
    }
  },
};

/** Milliseconds, since it was asked for last. */
async function longestBlock(server) {
  const answered = once(server, 'message');
  server.send('longest block?');
  return (await answered)[0].longestBlockMs;
}
