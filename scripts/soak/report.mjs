const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 60;
const TOP = 40;
const COLOURS = ['#1f78b4', '#d9480f', '#2b8a3e', '#6a3d9a'];

/**
 * @param done what became of each part, and where and when it was run
 * @param tell one line of a part's figures
 */
export function toMarkdown(done, tell) {
  const machines = [...new Set(done.map(({ machine }) => machine))];
  return [
    '# Long runs',
    '',
    `Written by \`npm run soak\`: ${machines.join('; ')}. One of them again: \`npm run soak -- --only O3\`.`,
    '',
    '| | Run | Bar | Figures | |',
    '| --- | --- | --- | --- | --- |',
    ...done.map(
      ({ id, title, bar, date, figures, holds, seconds }) =>
        `| ${id} | ${title} (${date}, ${Math.round(seconds)} s) | ${bar} | ${tell(figures)} | ${holds ? 'holds' : '**not reached**'} |`,
    ),
    '',
    '![Goodput and latency against what is offered](overload.svg)',
    '',
    '![Memory by round](memory.svg)',
    '',
  ].join('\n');
}

/** Goodput by what is offered, both as shares of the capacity. */
export function plotOverload(done) {
  const { figures } = done.find(({ id }) => id === 'O3') ?? {};
  const steps = figures?.steps ?? [];
  const points = steps.map(({ share, goodput }) => [share, goodput / figures.capacity]);
  return chart({
    title: 'Answers within a second, as a share of capacity, by what is offered',
    across: 'offered, as a share of capacity',
    series: [{ name: 'answered', points }],
  });
}

export function plotMemory(done) {
  const { figures } = done.find(({ id }) => id === 'O5') ?? {};
  const points = (figures?.megabytesByRound ?? []).map((megabytes, index) => [index + 1, megabytes]);
  return chart({
    title: 'Memory after a collection, MB, by round',
    across: 'round',
    series: [{ name: 'heap in use', points }],
  });
}

/** Lines from zero, as SVG that reads on light and on dark ground. */
function chart({ title, across, series }) {
  const all = series.flatMap(({ points }) => points);
  const [right, most] = [0, 1].map((at) => Math.max(...all.map((point) => point[at]), 1) * 1.05);
  const x = (value) => LEFT + (value / right) * (WIDTH - LEFT - 20);
  const y = (value) => HEIGHT - 40 - (value / most) * (HEIGHT - 40 - TOP);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="12" fill="#6e7781">`,
    `<text x="8" y="20" font-size="14">${title}</text>`,
    ...ticks.map(
      (tick) =>
        `<line x1="${LEFT}" x2="${WIDTH - 20}" y1="${y(tick)}" y2="${y(tick)}" stroke="#8b949e" stroke-opacity="0.3"/><text x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${Number(tick.toPrecision(2))}</text>`,
    ),
    ...series.flatMap(({ name, points }, index) => {
      const colour = COLOURS[index % COLOURS.length];
      const line = points.map(([left, up]) => `${x(left).toFixed(1)},${y(up).toFixed(1)}`).join(' ');
      const dots = points.map(
        ([left, up]) =>
          `<circle cx="${x(left).toFixed(1)}" cy="${y(up).toFixed(1)}" r="3" fill="${colour}"><title>${left}: ${Number(up.toPrecision(4))}</title></circle>`,
      );
      return [
        `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...dots,
        `<text x="${WIDTH - 24}" y="${TOP + index * 16}" text-anchor="end" fill="${colour}">${name}</text>`,
      ];
    }),
    ...series[0].points.map(
      ([left]) => `<text x="${x(left).toFixed(1)}" y="${HEIGHT - 22}" text-anchor="middle">${left}</text>`,
    ),
    `<text x="${WIDTH / 2}" y="${HEIGHT - 6}" text-anchor="middle">${across}</text>`,
    '</svg>',
    '',
  ].join('\n');
}
