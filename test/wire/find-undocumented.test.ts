import { documentsOf, type Documented } from '../../src/wire/documented.js';
import { findUndocumented } from '../../src/wire/find-undocumented.js';
import { parseJson } from '../../src/wire/parse-json.js';

const object = documentsOf('ALTOSTRAT');
const line: Documented = object('line', ['id', 'amount']);
const lines: Documented = { ...object('lines', ['has_more'], { data: line }), items: line };
const row = object('row', ['id', 'note'], { lines });
const map: Documented = { ...object('map', []), each: line };
const list = object('list', ['has_more'], { data: row, map });

/** What is found, as `object.name`. */
function find(answer: object): readonly string[] {
  return findUndocumented(parseJson(Buffer.from(JSON.stringify(answer))), list).map(
    ({ documented, name }) => `${documented.object}.${name}`,
  );
}

test.each([
  ['what is documented', { data: [{ id: 1, note: null, lines: [{ id: 1 }] }], has_more: true }],
  ['no rows', { data: [] }],
  ['rows that are no objects', { data: [null, 1, 'x', [], [[{}]]] }],
  ['plain members that hold something', { data: [{ id: { x: 1 }, note: [{ x: 1 }] }] }],
  ['objects where plain values came', { data: 'x', map: null }],
  ['a list that came in an envelope', { data: [{ lines: { data: [{ id: 1 }], has_more: false } }] }],
  ['a list that PHP numbered', { data: [{ lines: { 0: { id: 1 }, 1: { amount: 2 } } }] }],
  ['names that are data', { map: { anything: { id: 1 }, at_all: { amount: 1 } } }],
])('F27 %s: nothing is found', (_what, answer) => {
  expect(find(answer)).toEqual([]);
});

test.each([
  ['beside the rows', { data: [], url: 1 }, ['list.url']],
  ['in the last of many rows', { data: [{ id: 1 }, { id: 2 }, { id: 3, fee: 1 }] }, ['row.fee']],
  ['in rows of turning shapes, once', { data: [{ id: 1 }, { fee: 1 }, { id: 1 }, { fee: 1 }] }, ['row.fee']],
  ["in the first row's lines", { data: [{ lines: [{ id: 1 }, { id: 2, tax: 1 }] }] }, ['line.tax']],
  ['in an envelope', { data: [{ lines: { data: [{ tax: 1 }], more: 1 } }] }, ['lines.more', 'line.tax']],
  ['in a list that PHP numbered', { data: [{ lines: { 0: { tax: 1 } } }] }, ['line.tax']],
  ['below names that are data', { map: { anything: { id: 1, tax: 1 } } }, ['line.tax']],
  ['under the name of an inherited member', { data: [{ constructor: 1 }] }, ['row.constructor']],
])('F27 %s: it is found', (_what, answer, found) => {
  expect(find(answer)).toEqual(found);
});

test('F27 the insides of the first row alone are looked at where rows are text, and of all where they are not', () => {
  const answer = { data: [{ lines: [{ id: 1 }] }, { lines: [{ tax: 1 }] }] };
  expect(find(answer)).toEqual([]);
  // A number that is not held exactly has the document parsed with care, and so as a whole.
  const parsed = parseJson(Buffer.from(JSON.stringify(answer).replace('"id":1', '"id":1e400')));
  expect(findUndocumented(parsed, list).map(({ name }) => name)).toEqual(['tax']);
});

test('F27 twenty are found at most', () => {
  const fields = (count: number): object =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));
  expect(find({ data: [fields(20)] })).toHaveLength(20);
  expect(find({ data: [fields(21)], url: 1, more: { fields: fields(21) } })).toHaveLength(20);
});
