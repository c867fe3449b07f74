/**
 * Draws docs/images/naive-and-ours.svg: upstream calls of some questions, as the built server counts them, beside one call for
 * each field that needs the provider; and CPU per request, from the newest report in bench/results/, beside Apollo Server as
 * its documentation shows it.
 *
 *   npm run build && node bench/naive.mjs
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSystem, account } from '../scripts/soak/system.mjs';
import { ratiosOf } from './report.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const TARGET = here('../docs/images/naive-and-ours.svg');
const HEADERS = { authorization: 'Bearer sandbox-altostrat' };
const LISTS = ['customer', 'billing', 'overdue', 'latest', 'history'];
const BY_ID = 100;

const system = await startSystem({ environment: { CACHE_MAX_AGE_MS: '0' } });
try {
  const calls = await countCalls();
  writeFileSync(
    TARGET,
    draw([
      { title: 'Upstream calls', others: 'one for each field', rows: calls },
      {
        title: 'CPU of one request, a bare proxy = 1',
        others: 'Apollo Server as documented',
        rows: readCpu(),
      },
    ]),
  );
  console.log('docs/images/naive-and-ours.svg: written');
} finally {
  await system.stop();
}

async function countCalls() {
  const ids = (
    await list(`invoices(first: ${BY_ID}) { nodes { id } }`)
  ).data.billingAccount.invoices.nodes.map(({ id }) => id);
  const five = LISTS.map((name) => `${name}: invoices(first: 20) { nodes { number } }`).join(' ');
  const sums = 'invoices(first: 20) { nodes { number } count { value } } totals { currency }';
  const whole = Math.ceil(
    (await list('invoices(first: 1) { count { value } }')).data.billingAccount.invoices.count.value / 200,
  );
  return [
    ['one list in five places of a page', LISTS.length, (await list(five)).calls],
    [
      `${ids.length} invoices by their ids`,
      ids.length,
      (await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).calls,
    ],
    ['a page, its count and its totals', 1 + 2 * whole, (await list(sums)).calls],
  ];
}

async function ask(query, variables) {
  const answer = await system.ask(query, HEADERS, variables);
  if (answer.errors.length > 0) throw new Error(`${query}: ${answer.errors[0].message}`);
  return answer;
}

async function list(fields) {
  return ask(`{ ${account} { ${fields} } }`);
}

/** Apollo's and ours, of the operations that a page asks. */
function readCpu() {
  const newest = readdirSync(here('results/'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .at(-1);
  const report = JSON.parse(readFileSync(here(`results/${newest}`), 'utf8'));
  const place = (name) => report.servers.findIndex((server) => server.name === name);
  return ['Q1', 'Q2', 'Q3'].map((operation) => {
    const ratios = ratiosOf(report, { operation, delayMs: 0, key: 'cpuMicros' });
    const [naive, ours] = [place('apollo'), place('ours')].map((at) => Number(ratios[at].median.toFixed(1)));
    return [report.operations[operation], naive, ours];
  });
}

/** Two bars a row, each panel at its own scale; readable on light and on dark ground. */
function draw(panels) {
  const [width, label, bar] = [860, 270, 13];
  let y = 0;
  const shapes = panels.flatMap(({ title, others, rows }) => {
    const scale = (width - label - 150) / Math.max(...rows.flatMap(([, ...values]) => values));
    const heading = `<text x="10" y="${(y += 24)}" font-weight="bold">${title}</text>`;
    y += 10;
    const bars = rows.flatMap(([what, ...values]) => {
      const top = y;
      y += 2 * bar + 12;
      return [
        `<text x="${label - 12}" y="${top + bar + 4}" text-anchor="end">${what}</text>`,
        ...values.map((value, index) =>
          drawBar({
            x: label,
            y: top + index * bar,
            bar,
            value,
            scale,
            isOurs: index === 1,
            name: index === 1 ? 'this server' : others,
          }),
        ),
      ];
    });
    return [heading, ...bars];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" font-family="sans-serif" font-size="13" fill="#808890">${shapes.join('')}</svg>\n`;
}

function drawBar({ x, y, bar, value, scale, isOurs, name }) {
  const width = Math.max(2, value * scale).toFixed(1);
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="${bar - 2}" fill="${isOurs ? '#d9480f' : '#8b949e'}"/>` +
    `<text x="${x + Number(width) + 6}" y="${y + bar - 3}" font-size="11">${value} ${name}</text>`
  );
}
