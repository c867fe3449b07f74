import { hostile } from '../feature-list.mjs';

/** What the first letter of a row stands for. */
const GROUPS = {
  H: 'HTTP',
  D: 'Documents',
  V: 'Variables',
  A: 'Credentials and tenants',
  C: 'Cache and sharing',
  U: 'Faults of providers',
  P: 'Pagination',
  L: 'Life and load',
  S: 'Supply chain',
  N: 'Found in operation',
  T: 'Traps of libraries',
};

const groups = Object.entries(GROUPS).map(([letter, title]) => ({
  title,
  rows: Object.keys(hostile).filter((row) => row !== 'CFG' && row.startsWith(letter)),
}));

/** Every row of every group. */
export const allRows = groups.flatMap(({ rows }) => rows);

/**
 * @param report date, machine, and of each profile its title, how long it took and the outcome of each row
 */
export function toMarkdown({ date, machine, profiles }) {
  const heads = profiles.map(({ title }) => title);
  return [
    '# Hostile cases',
    '',
    `Written by \`npm run hostile\` on ${date.slice(0, 10)}: ${machine}.`,
    'A row holds where all its tests pass; each figure is their number. "–": its tests start no server of ours, so that they are the same.',
    '',
    ...profiles.map(
      (profile) =>
        `- ${profile.title}: ${holdingOf(profile)} of ${testedOf(profile)} rows hold, ${testsOf(profile)} tests, ${Math.round(profile.seconds)} s`,
    ),
    '',
    '![Each row in each setting](hostile.svg)',
    ...groups.flatMap(({ title, rows }) => [
      '',
      `## ${title}`,
      '',
      `| Row | What holds | ${heads.join(' | ')} |`,
      `| --- | --- |${heads.map(() => ' --- |').join('')}`,
      ...rows.map(
        (row) =>
          `| ${row} | ${hostile[row]} | ${profiles.map((profile) => show(profile.outcomes.get(row))).join(' | ')} |`,
      ),
    ]),
    '',
  ].join('\n');
}

export const holdingOf = ({ outcomes }) =>
  allRows.filter((row) => outcomes.get(row)?.failed.length === 0).length;
export const testedOf = ({ outcomes }) => allRows.filter((row) => outcomes.has(row)).length;
const testsOf = ({ outcomes }) =>
  [...outcomes.values()].reduce((sum, { passed, failed }) => sum + passed + failed.length, 0);

function show(outcome) {
  if (!outcome) return '–';
  const { passed, failed } = outcome;
  return failed.length === 0 ? `${passed} pass` : `**${failed.length} of ${passed + failed.length} fail**`;
}

const CELL = 26;
const LEFT = 190;
const STEP = 46;
const COLOURS = { holds: '#2b8a3e', fails: '#d9480f', same: '#8b949e' };

/** A cell for each row, one half for each setting, as SVG that reads on light and on dark ground. */
export function plot({ profiles }) {
  const widest = Math.max(...groups.map(({ rows }) => rows.length));
  const width = LEFT + widest * CELL + 20;
  const height = 60 + groups.length * STEP;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Hostile cases that hold, by group" font-family="system-ui, sans-serif" font-size="13" fill="#6e7781">`,
    `<text x="8" y="22" font-size="15">Hostile cases: upper half ${profiles.map(({ title }) => title).join(', lower half ')}</text>`,
    ...groups.flatMap((group, index) => plotGroup(group, 44 + index * STEP, profiles)),
    '</svg>',
    '',
  ].join('\n');
}

function plotGroup({ title, rows }, y, profiles) {
  const part = (CELL - 4) / profiles.length;
  const cells = rows.flatMap((row, index) => {
    const x = LEFT + index * CELL;
    const halves = profiles.map(({ outcomes }, half) => {
      const outcome = outcomes.get(row);
      const colour = !outcome ? COLOURS.same : outcome.failed.length > 0 ? COLOURS.fails : COLOURS.holds;
      return `<rect x="${x}" y="${y + half * part}" width="${CELL - 3}" height="${part - 1}" fill="${colour}"><title>${row}: ${show(outcome)}</title></rect>`;
    });
    return [...halves, `<text x="${x + 2}" y="${y + CELL + 7}" font-size="9">${row}</text>`];
  });
  return [`<text x="8" y="${y + 16}">${title}</text>`, ...cells];
}
