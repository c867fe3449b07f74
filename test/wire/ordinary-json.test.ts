import fc from 'fast-check';
import { readOrdinaryJson } from '../../src/wire/ordinary-json.js';
import { parseCarefully, parseJson } from '../../src/wire/parse-json.js';
import { SetAside } from '../../src/wire/set-aside.js';

/** Whether a document is read in one pass, without a look at anything in particular. */
const isOrdinary = (text: string | Buffer): boolean => readOrdinaryJson(Buffer.from(text)) !== undefined;

/** What a reader makes of a document, or what it says against it. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return { value: JSON.stringify(read()) };
  } catch (error) {
    return { error: (error as Error).name, reason: (error as { reason?: string }).reason };
  }
}

/** Documents in all ways of writing: blanks anywhere, characters with and without escapes, numbers as providers write them. */
const blank = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 2 });
const character = fc.constantFrom(
  ...'abz09 "\\/×é\u00ff',
  '\\u00d7',
  '\\n',
  '\\"',
  '\\/',
  'ł',
  '€',
  '😀',
  '\u0001',
);
const text = fc
  .array(character, { maxLength: 24 })
  .map((parts) => `"${parts.map((part) => (part === '"' || part === '\\' ? `\\${part}` : part)).join('')}"`);
const key = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom('"a"', '"id"', '"lines"', '"amount_due"', '"amount_paid"', '"data"'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"__proto__"', '"\\u0061"', '"constructor"', '"__proto__x"', '""'),
  },
  { weight: 1, arbitrary: text },
);
const number = fc.constantFrom(
  '0',
  '-0',
  '1',
  '12.50',
  '-7',
  '123456789012345',
  '9007199254740993',
  '1e3',
  '01',
  '1.',
  '.5',
  '-',
);
const leaf = fc.oneof(text, number, fc.constantFrom('true', 'false', 'null', 'nul', 'True'));
const { document } = fc.letrec<{ document: string; list: string; object: string }>((tie) => ({
  document: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('list'), tie('object')),
  list: fc
    .tuple(blank, fc.array(fc.tuple(tie('document'), blank), { maxLength: 5 }))
    .map(([before, items]) => `[${before}${items.map(([item, after]) => item + after).join(',')}]`),
  object: fc
    .tuple(blank, fc.array(fc.tuple(key, blank, tie('document'), blank), { maxLength: 5 }))
    .map(
      ([before, members]) =>
        `{${before}${members.map(([name, middle, value, after]) => `${name}${middle}:${middle}${value}${after}`).join(',')}}`,
    ),
}));
const page = fc
  .tuple(fc.constantFrom('data', 'rows'), fc.array(document, { maxLength: 4 }), document)
  .map(
    ([list, rows, lines]) =>
      `{"${list}":[${rows.map((row) => `{"id":"x","lines":${lines},"row":${row}}`).join(',')}],"more":[1]}`,
  );

/** Some of them broken: a byte is gone, doubled or another one. */
const bytes = fc
  .tuple(
    fc.oneof(document, page),
    fc.option(fc.tuple(fc.nat(), fc.constantFrom('drop', 'double', 'change'), fc.nat({ max: 255 }))),
  )
  .map(([whole, change]) => {
    const all = Buffer.from(whole);
    if (change === null) return all;
    const [place, what, byte] = change;
    const at = place % (all.length + 1);
    const middle = {
      drop: [],
      double: [...all.subarray(at, at + 1), ...all.subarray(at, at + 1)],
      change: [byte],
    }[what];
    return Buffer.concat([all.subarray(0, at), Buffer.from(middle), all.subarray(at + 1)]);
  });

test('U04 N10 F36 T23 what is read in one pass is read as it is with care, whatever it is', () => {
  let ordinary = 0;
  fc.assert(
    fc.property(bytes, (written) => {
      const careful = outcomeOf(() => parseCarefully(written));
      expect(outcomeOf(() => parseJson(written))).toEqual(careful);
      expect(outcomeOf(() => parseJson(written, 'lines'))).toEqual(careful);
      if (isOrdinary(written)) ordinary += 1;
    }),
    { numRuns: 5000 },
  );
  // Of neither kind are there too few for the claim to mean anything.
  expect(ordinary).toBeGreaterThan(500);
  expect(ordinary).toBeLessThan(4500);
});

test.each([
  ['a page', '{"data":[{"id":"in_1","total":1250,"lines":[{"amount":1}]}],"has_more":false}'],
  [
    'a page as PHP writes it',
    '{"data":[{"url":"https:\\/\\/a.example\\/x","lines":[{"description":"3 \\u00d7 seats"}]}]}',
  ],
  ['a page with blanks', '{\n  "data": [ ],\r\n\t"has_more" : false }\n'],
  ['characters of Latin-1', '{"description":"3 × Café"}'],
  ['any character', '{"description":"3 × €12.00 zł 😀","ł":"\u0141"}'],
  ['names that only look alike', '{"amount_due":1,"amount_paid":2,"a":3,"ab":4,"":5}'],
  ['nesting as deep as any', `${'['.repeat(32)}${']'.repeat(32)}`],
])('%s is ordinary', (_what, written) => expect(isOrdinary(written)).toBe(true));

test.each([
  ['a number that may not be held', '[1234567890.123456]'],
  ['an exponent', '[1e2]'],
  ['a key twice', '{"a":1,"a":2}'],
  ['a key with an escape', '{"\\u0061":1}'],
  ['a key of the prototype', '{"__proto__":1}'],
  ['a byte order mark', '\ufeff{}'],
  ['nesting that is too deep', `${'['.repeat(33)}${']'.repeat(33)}`],
  ['text that does not end', '["a'],
  ['text with a line break', '["a\n"]'],
  ['an escape that there is not', '["\\x"]'],
  ['half an escape', '["\\u00"]'],
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x22])],
  ['half of a surrogate pair', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['nothing', ''],
  ['a document after the document', '{}{}'],
  ['65 keys of one object', `{${Array.from({ length: 65 }, (_, index) => `"k${index}":1`).join(',')}}`],
  ['more than a mebibyte', JSON.stringify('x'.repeat(1024 * 1024))],
])('%s is not ordinary', (_what, written) => expect(isOrdinary(written)).toBe(false));

const rows =
  '{"data":[{"id":"a","lines":[{"x":"3 × 1"},[]]},{"id":"b","lines":null},{"id":"c","lines":[ ]}],"lines":[1]}';

test('lists of rows under a name are put aside, and are there when they are read', () => {
  const { data, lines } = parseJson(Buffer.from(rows), 'lines') as {
    data: { lines: unknown }[];
    lines: unknown;
  };
  expect(data.map((row) => row.lines instanceof SetAside)).toEqual([true, false, true]);
  expect((data[0]?.lines as SetAside).value).toEqual([{ x: '3 × 1' }, []]);
  expect((data[2]?.lines as SetAside).value).toEqual([]);
  expect(lines).toEqual([1]);
  expect(JSON.stringify(data)).toBe(JSON.stringify((JSON.parse(rows) as { data: unknown }).data));
});

test.each([
  ['a number stands where a list could have been', '{"data":[{"lines":[]},{"lines":0}]}'],
  ['rows are no list', '{"data":{"0":{"lines":[1]}}}'],
  ['there are no rows', '{"data":{"first":{"lines":[1]}}}'],
])('nothing is put aside where %s', (_what, written) => {
  expect(parseJson(Buffer.from(written), 'lines')).toEqual(JSON.parse(written));
});

test('names one after the other do not disturb each other', () => {
  const written = Buffer.from('{"data":[{"lines":[1],"tags":[2]}]}');
  for (const name of ['lines', 'tags', 'lines']) {
    const { data } = parseJson(written, name) as { data: Record<string, unknown>[] };
    expect(Object.keys(data[0] ?? {}).filter((each) => data[0]?.[each] instanceof SetAside)).toEqual([name]);
  }
  expect(() => readOrdinaryJson(written, 'x'.repeat(65))).toThrow(RangeError);
});
