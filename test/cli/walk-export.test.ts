import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { CommandError } from '../../src/cli/command-error.js';
import { ExportFile } from '../../src/cli/export-file.js';
import { ExportRefused, type ExportPiece, type FetchExport } from '../../src/cli/fetch-export.js';
import { walkExport, type WalkOutcome } from '../../src/cli/walk-export.js';
import type { ExportFormatName } from '../../src/exports/export-format.js';
import {
  toPassed,
  type ExportEnd,
  type ExportFailure,
  type ExportRecord,
} from '../../src/exports/export-record.js';
import { exportRow } from '../support/export-rows.js';

/** An export into a file goes on wherever it was broken off, and waits where it has to. */

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const newPath = (): string => join(folder, String((files += 1)));

/** Everything that a file can be cut within: quotes, line ends, letters of several bytes, and what a filter leaves open. */
const rows = Array.from({ length: 30 }, (_, index) =>
  exportRow(index, {
    number: ['plain', 'a "quoted", one', 'two\r\nlines', 'naïve – ✓', '=1+1'][index % 5] as string,
    record: index % 7 === 3 ? 'undecided' : 'invoice',
    note: index % 11 === 0 ? '"' : null,
  }),
);

const end = (failure: ExportFailure | null = null): ExportEnd => ({
  record: 'end',
  cursor: null,
  complete: failure === null,
  rows: 0,
  undecided: 0,
  unsummed: 0,
  sums: [],
  failure,
});

/** What follows a cursor, in pieces of four rows. */
function* piecesAfter(after: string | undefined): Generator<ExportPiece> {
  const start = after === undefined ? 0 : rows.findIndex(({ cursor }) => cursor === after) + 1;
  for (let at = start; at < rows.length; at += 4) yield rows.slice(at, at + 4);
  yield [end()];
}

const wholeSource: FetchExport = async function* whole(after) {
  yield* piecesAfter(after);
};

interface Walked {
  readonly outcome: WalkOutcome;
  readonly waits: readonly number[];
}

async function walkInto(
  path: string,
  name: ExportFormatName,
  fetchExport: FetchExport = wholeSource,
  interrupt = new AbortController(),
): Promise<Walked> {
  const file = await ExportFile.open(path, name);
  const waits: number[] = [];
  try {
    const outcome = await walkExport({
      fetchExport,
      file,
      signal: interrupt.signal,
      sleep: async () => undefined,
      onRows: () => undefined,
      onWait: (ms) => waits.push(ms),
    });
    return { outcome, waits };
  } finally {
    await file.close();
  }
}

async function wholeFile(name: ExportFormatName): Promise<Buffer> {
  const path = newPath();
  expect((await walkInto(path, name)).outcome).toEqual({ is: 'done', complete: false });
  return readFile(path);
}

test.each(['csv', 'jsonl'] as const)(
  'F58 a file of %s that was cut anywhere, again and again, ends as the whole one',
  async (name) => {
    const whole = await wholeFile(name);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { minLength: 1, maxLength: 4 }), async (cuts) => {
        const path = newPath();
        for (const cut of cuts) {
          await walkInto(path, name);
          await truncate(path, cut);
        }
        expect((await walkInto(path, name)).outcome.is).toBe('done');
        expect((await readFile(path)).equals(whole)).toBe(true);
      }),
    );
  },
);

test('F58 a finished export that is called again is the same; one that began elsewhere stays as it was', async () => {
  const path = newPath();
  const whole = await wholeFile('csv');
  await writeFile(path, whole);
  await walkInto(path, 'csv');
  expect(await readFile(path)).toEqual(whole);
  const refusing: FetchExport = async function* refuse() {
    yield* [];
    throw new ExportRefused({ code: 'INVALID_CURSOR', message: 'x', retryable: false });
  };
  expect((await walkInto(path, 'csv', refusing)).outcome).toMatchObject({ is: 'failed' });
  expect(await readFile(path)).toEqual(whole);
});

test.each([
  ['csv', 'a,b\r\n1,2\r\n'],
  ['jsonl', '{"a":1}\n'],
  ['jsonl', 'text\n'],
] as const)('F58 a file of something else than %s of ours is not touched: %j', async (name, text) => {
  const path = newPath();
  await writeFile(path, text);
  await expect(ExportFile.open(path, name)).rejects.toThrow(CommandError);
  expect(await readFile(path, 'utf8')).toBe(text);
});

/** Answers one after the other: pieces, and what an answer ends with. */
function answering(
  ...answers: readonly (readonly [pieces: number, end: ExportFailure | Error | undefined])[]
): {
  readonly fetchExport: FetchExport;
  readonly asked: (string | undefined)[];
} {
  const asked: (string | undefined)[] = [];
  return {
    asked,
    fetchExport: async function* answer(after) {
      const [pieces, ending] = answers[asked.length] ?? [Infinity, undefined];
      asked.push(after);
      let given = 0;
      for (const piece of piecesAfter(after)) {
        if (given === pieces) break;
        given += 1;
        yield piece;
      }
      if (ending instanceof Error) throw ending;
      if (ending) yield [end(ending)];
    },
  };
}

const limited = { code: 'RATE_LIMITED', message: 'x', retryable: true, retryAfterMs: 42_000 };
const away = { code: 'UPSTREAM_UNAVAILABLE', message: 'x', retryable: true };

test('F58 where a quota is used up it waits as long as it is told, and goes on from the last row', async () => {
  const path = newPath();
  const { fetchExport, asked } = answering(
    [2, limited],
    [0, limited],
    [1, new TypeError('terminated')],
    [1, away],
  );
  const { outcome, waits } = await walkInto(path, 'csv', fetchExport);
  expect(outcome.is).toBe('done');
  expect(waits).toEqual([42_000, 42_000, 500, 500]);
  expect(asked).toEqual([undefined, rows[7]?.cursor, rows[7]?.cursor, rows[11]?.cursor, rows[15]?.cursor]);
  expect(await readFile(path)).toEqual(await wholeFile('csv'));
});

test.each([
  [0, 500],
  [1e12, 3_600_000],
])('F58 told to wait %d ms, it waits %d', async (retryAfterMs, ms) => {
  const { fetchExport } = answering([1, { ...limited, retryAfterMs }]);
  expect((await walkInto(newPath(), 'csv', fetchExport)).waits).toEqual([ms]);
});

test('F58 what fails eight times in a row is given up, with the rows and where to go on', async () => {
  const path = newPath();
  const answers = Array.from({ length: 20 }, (): [number, ExportFailure] => [0, away]);
  const { fetchExport, asked } = answering([1, away], ...answers);
  const { outcome, waits } = await walkInto(path, 'jsonl', fetchExport);
  expect(outcome).toEqual({ is: 'failed', failure: away });
  expect(asked).toHaveLength(8);
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
  const last = (await readFile(path, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ record: 'end', cursor: rows[3]?.cursor, failure: away });
  await walkInto(path, 'jsonl');
  expect(await readFile(path)).toEqual(await wholeFile('jsonl'));
});

test('F58 what will not be over is told at once', async () => {
  const { fetchExport, asked } = answering([0, { code: 'NOT_FOUND', message: 'x', retryable: false }]);
  expect((await walkInto(newPath(), 'csv', fetchExport)).outcome).toMatchObject({
    failure: { code: 'NOT_FOUND' },
  });
  expect(asked).toHaveLength(1);
});

test('F58 how far a filter has looked is gone on from, and is no row', async () => {
  const passed = toPassed('0.c29');
  const asked: (string | undefined)[] = [];
  const fetchExport: FetchExport = async function* look(after) {
    asked.push(after);
    if (after === undefined) yield [exportRow(0), passed, end(away)] as ExportPiece;
    else yield [end()];
  };
  const path = newPath();
  await walkInto(path, 'jsonl', fetchExport);
  expect(asked).toEqual([undefined, '0.c29']);
  const text = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(text.map((each) => (JSON.parse(each) as ExportRecord).record)).toEqual(['invoice', 'end']);
});

test('F58 an interrupt leaves whole rows, from which it goes on', async () => {
  const path = newPath();
  const interrupt = new AbortController();
  const fetchExport: FetchExport = async function* stop(after) {
    for (const piece of piecesAfter(after)) {
      yield piece;
      interrupt.abort();
      interrupt.signal.throwIfAborted();
    }
  };
  expect((await walkInto(path, 'csv', fetchExport, interrupt)).outcome).toEqual({ is: 'interrupted' });
  await walkInto(path, 'csv');
  expect(await readFile(path)).toEqual(await wholeFile('csv'));
});
