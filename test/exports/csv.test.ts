import fc from 'fast-check';
import { fromCsvLine, toCsvLine } from '../../src/exports/csv.js';

/** Cells as RFC 4180 has them, none of which a spreadsheet takes for a formula. */

const cell = (text: string | null, isPlain = false): string => toCsvLine([{ text, isPlain }]);

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])(
  'F58 text that begins as a formula does is text: %j',
  (text) => {
    expect(fromCsvLine(cell(text).slice(0, -2))).toEqual([`'${text}`]);
  },
);

test('F58 amounts of ours stay numbers, also negative ones', () =>
  expect(cell('-45.16', true)).toBe('-45.16\r\n'));

test('F58 only what has to be is quoted, and null is nothing', () => {
  const texts = ['plain', 'a,b', 'say "so"', 'two\nlines', ' edge', null, ''];
  expect(toCsvLine(texts.map((text) => ({ text, isPlain: false })))).toBe(
    'plain,"a,b","say ""so""","two\nlines"," edge",,\r\n',
  );
});

test('F58 what was written is read again, whatever it is', () => {
  const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom('', '"', ',', '\r\n', '""', '",')), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(texts, (all) => {
      const line = toCsvLine(all.map((text) => ({ text, isPlain: true })));
      expect(line.endsWith('\r\n')).toBe(true);
      expect(fromCsvLine(line.slice(0, -2))).toEqual(all);
    }),
  );
});
