import fc from 'fast-check';
import { readOrdinaryJson } from '../../src/wire/ordinary-json.js';
import { parseCarefully, parseJson } from '../../src/wire/parse-json.js';
import { LazyRow } from '../../src/wire/lazy-row.js';
import { TEXT_BYTES_MAX } from '../../src/wire/scan-json.js';
import { hasMember, member, memberNames, type WireObject } from '../../src/wire/wire-object.js';

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
    arbitrary: fc.constantFrom('"a"', '"id"', '"row"', '"lines"', '"amount_due"', '"amount_paid"', '"data"'),
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
  ['a text as long as any', JSON.stringify('x'.repeat(TEXT_BYTES_MAX))],
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
  ['more than a mebibyte', JSON.stringify(Array(32).fill('x'.repeat(32_768)))],
  ['a text that is too long', JSON.stringify('x'.repeat(TEXT_BYTES_MAX + 1))],
])('%s is not ordinary', (_what, written) => expect(isOrdinary(written)).toBe(false));

/** The rows of a page, and what a parser makes of them. */
function readPage(written: string): { rows: readonly WireObject[]; parsed: readonly object[] } {
  const page = JSON.parse(written) as { data: readonly object[] };
  const { data } = parseJson(Buffer.from(written)) as { data: readonly WireObject[] };
  return { rows: data, parsed: page.data };
}

test('U04 a row is read member by member, as it would be parsed', () => {
  const values =
    '{"text":"3 × 1","escaped":"a\\"\\u20ac\\/","none":null,"yes":true,"no":false,"whole":-12,"part":0.50,' +
    '"list":[ 1,{"a":"]"} ],"object":{"b":[]},"empty":"","last":1}';
  for (const unit of ['', '€ 😀 ', 'é']) {
    const { rows, parsed } = readPage(
      `{"note":"${unit}","data":[{}, ${values} ,${values}],"more":{"a":[1]}}`,
    );
    for (const [index, row] of rows.entries()) {
      const whole = Object.entries(parsed[index] ?? {});
      expect(row).toBeInstanceOf(LazyRow);
      expect(memberNames(row)).toEqual(whole.map(([name]) => name));
      expect(whole.map(([name]) => [name, member(row, name)])).toEqual(whole);
      expect([member(row, 'tex'), member(row, 'constructor'), hasMember(row, 'constructor')]).toEqual([
        undefined,
        undefined,
        false,
      ]);
    }
  }
});

test('U04 a list of a row is parsed once', () => {
  const { rows } = readPage('{"data":[{"lines":[{"x":1}],"has":{}}]}');
  const [row] = rows as [WireObject];
  expect(member(row, 'lines')).toBe(member(row, 'lines'));
  expect([hasMember(row, 'has'), hasMember(row, 'hat')]).toEqual([true, false]);
});

test('U04 rows with other members, or with the same in another order, are told apart', () => {
  const { rows, parsed } = readPage(
    '{"data":[{"id":1,"customer_id":2},{"id":3},{"id":4,"customer_id":5,"a":6},{"customer_id":7,"id":8},' +
      '{"id":9,"customer_ie":10},{"id":11,"customer_id":12},{"ab":13},{"a":14},{"a":15,"ab":{"a":16,"b":17}}]}',
  );
  const { rows: after } = readPage('{"data":[{"ie":1,"customer_id":2}]}');
  expect(JSON.stringify(rows)).toBe(JSON.stringify(parsed));
  expect(member(rows[3] as WireObject, 'id')).toBe(8);
  expect(memberNames(after[0] as WireObject)).toEqual(['ie', 'customer_id']);
});

test('U04 rows are found wherever a page has its list, and numbers as keys change no order', () => {
  const written = '{"2":[{"a":1}],"data":{"invoices":[{"a":2},null,"x",[{"a":4}]]},"1":[{"a":3}]}';
  const page = parseJson(Buffer.from(written)) as { data: { invoices: unknown[] }; 1: unknown[] };
  expect(JSON.stringify(page)).toBe(JSON.stringify(JSON.parse(written)));
  expect([page.data.invoices[0], page[1][0]].map((row) => row instanceof LazyRow)).toEqual([true, true]);
});

test('U04 nothing beside rows is taken for one', () => {
  const written = '{"data":[0,{"row":1},{"a":1},[{"row":0}],1],"row":0,"rows":{"row":1,"more":[1]}}';
  expect(isOrdinary(written)).toBe(true);
  expect(JSON.stringify(parseJson(Buffer.from(written)))).toBe(written);
});

test.each([
  ['rows', `{"data":[${'{},'.repeat(2000)}{}]}`],
  [
    'members of rows',
    `{"data":[${Array.from({ length: 400 }, () => `{${Array.from({ length: 51 }, (_, at) => `"k${at}":1`).join(',')}}`).join(',')}]}`,
  ],
  [
    'different names',
    `{"data":[${Array.from({ length: 200 }, (_, row) => `{${Array.from({ length: 51 }, (_, at) => `"k${row}_${at}":1`).join(',')}}`).join(',')}]}`,
  ],
])(
  'U04 more %s than there are places for are no ordinary page, and are read all the same',
  (_what, written) => {
    expect(isOrdinary(written)).toBe(false);
    expect(JSON.stringify((parseJson(Buffer.from(written)) as { data: unknown[] }).data.at(-1))).toBe(
      JSON.stringify((JSON.parse(written) as { data: unknown[] }).data.at(-1)),
    );
  },
);
