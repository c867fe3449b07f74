import { cpus, release } from 'node:os';
import { median, ratio } from './statistics.mjs';

export function describeMachine() {
  const [{ model } = { model: 'unknown' }] = cpus();
  return `${model.trim()}, ${cpus().length} cores; Node ${process.version}; kernel ${release()}`;
}

const valuesOf = ({ runs }, operation, key) =>
  runs.filter(({ name }) => name === operation).map((run) => run[key]);

/** Median and spread of each server's ratio to the first one, which is the measure. Undefined: it was not asked. */
export function ratiosOf({ servers }, operation, key) {
  const [baseline] = servers;
  const measure = valuesOf(baseline, operation, key);
  return servers.map((server) => {
    const values = valuesOf(server, operation, key);
    return values.length === 0 || measure.length === 0 ? undefined : ratio(values, measure);
  });
}

export function toMarkdown(report) {
  const { servers, operations, machine, date, delayMs } = report;
  const names = Object.keys(operations);
  const shared = names.filter((name) => valuesOf(servers[0], name, 'cpuMicros').length > 0);
  return [
    `# Benchmark of ${date.slice(0, 10)}`,
    '',
    `${machine}. The provider is ${delayMs} ms away. Ratios to ${servers[0].name}, ${servers[0].title}: medians of the rounds, least and most in brackets.`,
    ...table('CPU per request (less is better)', report, shared, 'cpuMicros'),
    ...table('Requests a second at full load (more is better)', report, shared, 'perSecond'),
    ...table('Median latency at full load (less is better)', report, shared, 'p50Ms'),
    ...ownTable(report, names),
    ...startTable(report),
    '',
    `The measure itself: ${shared.map((name) => `${name} ${Math.round(median(valuesOf(servers[0], name, 'cpuMicros')))} µs`).join(', ')} of CPU a request.`,
    '',
    ...names.map((name) => `- ${name}: ${operations[name]}`),
  ].join('\n');
}

function table(title, report, names, key) {
  const { servers } = report;
  const columns = names.map((name) => ratiosOf(report, name, key));
  const rows = servers.map(({ name }, index) => {
    const cells = columns.map((column) => show(column[index]));
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return [
    '',
    `## ${title}`,
    '',
    `| | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---:|').join('')}`,
    ...rows,
  ];
}

/** What was asked of this server alone, against its own first operation. */
function ownTable({ servers }, names) {
  const ours = servers.find(({ name }) => name === 'ours');
  const first = ours && median(valuesOf(ours, 'Q1', 'cpuMicros'));
  const rows = names
    .filter((name) => ours && valuesOf(servers[0], name, 'cpuMicros').length === 0)
    .map((name) => `| ${name} | ${(median(valuesOf(ours, name, 'cpuMicros')) / first).toFixed(2)} |`);
  return rows.length === 0
    ? []
    : ['', '## CPU of other shapes, against Q1 of ours', '', '| | |', '|---|---:|', ...rows];
}

function startTable({ servers }) {
  const rows = servers.map(({ name, coldMs, runs }) => {
    const most = Math.max(...runs.map(({ megabytes }) => megabytes));
    return `| ${name} | ${Math.round(coldMs)} | ${Math.round(most)} |`;
  });
  return [
    '',
    '## Start and memory',
    '',
    '| | first answer, ms | memory under load, MB |',
    '|---|---:|---:|',
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
export function plot(report) {
  const { servers, operations } = report;
  const names = Object.keys(operations).filter((name) => valuesOf(servers[0], name, 'cpuMicros').length > 0);
  const columns = names.map((name) => ratiosOf(report, name, 'cpuMicros'));
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
