import { ProgressLine } from '../../src/cli/progress-line.js';

/** What a person at a terminal sees, and nobody else. */

interface Drawn {
  readonly line: ProgressLine;
  readonly texts: string[];
  now: number;
}

function draw(isTTY: boolean, expected?: number): Drawn {
  const texts: string[] = [];
  const terminal = { isTTY, write: (text: string) => texts.push(text.replace('\r\u001b[2K', '')) };
  const drawn = { texts, now: 0, line: undefined as unknown as ProgressLine };
  drawn.line = new ProgressLine({ terminal, expected, before: 200, now: () => drawn.now });
  return drawn;
}

test('F58 count, rate and what is left are shown, no more than ten times a second', () => {
  const drawn = draw(true, 4000);
  for (const [now, rows] of [
    [1000, 1200],
    [1050, 1300],
    [2000, 3000],
  ] as const) {
    drawn.now = now;
    drawn.line.rows(rows);
  }
  expect(drawn.texts).toEqual([
    '[#######-----------------] 30 %  1,200 rows  1,000/s  0:03 left',
    '[##################------] 75 %  3,000 rows  1,400/s  0:01 left',
  ]);
});

test('F58 where nobody knows how many rows there are, there is no bar; a wait says how long and why', () => {
  const drawn = draw(true);
  drawn.now = 2000;
  drawn.line.rows(1200);
  drawn.line.waiting(61_500, 'the provider limits this credential');
  drawn.line.clear();
  expect(drawn.texts).toEqual(['1,200 rows  500/s', 'waiting 1:02: the provider limits this credential', '']);
});

test('F58 where there is no terminal nothing is written', () => {
  const { line, texts } = draw(false, 10);
  line.rows(5);
  line.waiting(1000, 'x');
  line.clear();
  expect(texts).toEqual([]);
});
