import { cpus, release } from 'node:os';
import { median, ratio } from './statistics.mjs';

export function describeMachine() {
  const [{ model } = { model: 'unknown' }] = cpus();
  return `${model.trim()}, ${cpus().length} cores; Node ${process.version}; kernel ${release()}`;
}

const valuesOf = ({ runs }, { operation, delayMs, key }) =>
  runs.filter((run) => run.name === operation && run.delayMs === delayMs).map((run) => run[key]);

/** Median and spread of each server's ratio to the first one, which is the measure. Undefined: it was not asked. */
export function ratiosOf({ servers }, what) {
  const [baseline] = servers;
  const measure = valuesOf(baseline, what);
  return servers.map((server) => {
    const values = valuesOf(server, what);
    return values.length === 0 || measure.length === 0 ? undefined : ratio(values, measure);
  });
}

/** Names of the operations that the measure answers, too. */
function sharedOf({ servers, operations, delays }) {
  const [delayMs] = delays;
  return Object.keys(operations).filter(
    (operation) => valuesOf(servers[0], { operation, delayMs, key: 'cpuMicros' }).length > 0,
  );
}

export function toMarkdown(report) {
  const { servers, operations, machine, date, delays } = report;
  const names = Object.keys(operations);
  return [
    `# Benchmark of ${date.slice(0, 10)}`,
    '',
    `${machine}. Ratios to ${servers[0].name}, ${servers[0].title}: medians of the rounds, least and most in brackets.`,
    ...delays.flatMap((delayMs) => loadTables(report, delayMs)),
    ...ownTable(report, names),
    ...rateTable(report),
    ...startTable(report),
    '',
    ...names.map((name) => `- ${name}: ${operations[name]}`),
  ].join('\n');
}

function loadTables(report, delayMs) {
  const [measure] = report.servers;
  const shared = sharedOf(report);
  const costs = shared.map((operation) => {
    const micros = median(valuesOf(measure, { operation, delayMs, key: 'cpuMicros' }));
    return `${operation} ${Math.round(micros)} µs`;
  });
  return [
    '',
    `## Provider ${delayMs} ms away`,
    ...table('CPU per request (less is better)', report, { delayMs, key: 'cpuMicros' }),
    ...table('Requests a second at full load (more is better)', report, { delayMs, key: 'perSecond' }),
    ...table('Median latency at full load (less is better)', report, { delayMs, key: 'p50Ms' }),
    ...table('99th percentile of latency at full load', report, { delayMs, key: 'p99Ms' }),
    '',
    `The measure itself: ${costs.join(', ')} of CPU a request.`,
  ];
}

function table(title, report, what) {
  const names = sharedOf(report);
  const columns = names.map((operation) => ratiosOf(report, { ...what, operation }));
  const rows = report.servers.map(({ name }, index) => {
    const cells = columns.map((column) => show(column[index]));
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return [
    '',
    `### ${title}`,
    '',
    `| | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---:|').join('')}`,
    ...rows,
  ];
}

/** What was asked of this server alone, against its own first operation. */
function ownTable({ servers, delays }, names) {
  const [delayMs] = delays;
  const cost = (server, operation) => median(valuesOf(server, { operation, delayMs, key: 'cpuMicros' }));
  const ours = servers.find(({ name }) => name === 'ours');
  if (!ours || !names.includes('Q1')) return [];
  const rows = names
    .filter((operation) => valuesOf(servers[0], { operation, delayMs, key: 'cpuMicros' }).length === 0)
    .map((name) => `| ${name} | ${(cost(ours, name) / cost(ours, 'Q1')).toFixed(2)} |`);
  return rows.length === 0
    ? []
    : ['', '## CPU of other shapes, against Q1 of ours', '', '| | |', '|---|---:|', ...rows];
}

/** Latency where pages are asked for at a rate. */
function rateTable({ servers }) {
  const [first] = servers;
  if (first.rates.length === 0) return [];
  const heads = first.rates.map(
    ({ rate, share }) => `${rate}/s (${share * 100} % of what ${first.name} can)`,
  );
  const rows = servers.map(({ name, rates }) => {
    const cells = rates.map(
      ({ p50Ms, p99Ms, perSecond, rate }) =>
        `${p50Ms.toFixed(2)} / ${p99Ms.toFixed(2)}${perSecond < rate * 0.95 ? ` (answers only ${Math.round(perSecond)}/s)` : ''}`,
    );
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return [
    '',
    '## Latency of a page (Q1) at fixed rates, in ms: median / 99th percentile, from when a request was due',
    '',
    `| | ${heads.join(' | ')} |`,
    `|---|${heads.map(() => '---:|').join('')}`,
    ...rows,
  ];
}

function startTable({ servers }) {
  const rows = servers.map(({ name, coldMs, idleMegabytes, runs }) => {
    const most = Math.max(...runs.map(({ megabytes }) => megabytes));
    return `| ${name} | ${Math.round(coldMs)} | ${Math.round(idleMegabytes)} | ${Math.round(most)} |`;
  });
  return [
    '',
    '## Start and memory',
    '',
    '| | first answer, ms | memory after the start, MB | most under load, MB |',
    '|---|---:|---:|---:|',
    ...rows,
  ];
}

function show(each) {
  if (!each) return '–';
  const { median: middle, least, most } = each;
  return least === most ? middle.toFixed(2) : `${middle.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

const WIDTH = 860;
const BAR = 14;
const COLOURS = ['#8b949e', '#d9480f', '#1f78b4', '#6a3d9a', '#2b8a3e', '#b08900'];

/** Bars of CPU per request, as SVG that reads on light and on dark ground. */
export function plot(report, delayMs) {
  const { servers } = report;
  const names = sharedOf(report);
  const columns = names.map((operation) => ratiosOf(report, { operation, delayMs, key: 'cpuMicros' }));
  const most = Math.max(...columns.flat().map((each) => each?.median ?? 0));
  const scale = (WIDTH - 160) / most;
  const shapes = [];
  let y = 30;
  for (const [at, name] of names.entries()) {
    shapes.push(`<text x="10" y="${y + BAR}" font-weight="bold">${name}</text>`);
    for (const [index, server] of servers.entries()) {
      const value = columns[at][index]?.median;
      if (value === undefined) continue;
      const width = Math.max(1, value * scale);
      shapes.push(
        `<rect x="50" y="${y}" width="${width.toFixed(1)}" height="${BAR - 2}" fill="${COLOURS[index % COLOURS.length]}"/>`,
      );
      shapes.push(
        `<text x="${(56 + width).toFixed(1)}" y="${y + BAR - 3}" font-size="11">${server.name} ${value.toFixed(2)}</text>`,
      );
      y += BAR;
    }
    y += 12;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="13" fill="#808890"><text x="10" y="18">CPU per request, ${servers[0].name} = 1 (shorter is better)</text>${shapes.join('')}</svg>\n`;
}
