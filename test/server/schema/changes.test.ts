import { judgeChanges } from '../../../scripts/schema-changes/judge.mjs';

/** What a change of the schema may do to those who use it, before it goes out. */

const released = `
  directive @key(fields: String!) repeatable on OBJECT
  type Query { invoice(id: ID!): Invoice  old: String @deprecated(reason: "Use \`invoice\`. Removed after 2027-01-31.") }
  type Invoice @key(fields: "id") { id: ID! number: String total(currency: String): String! status: Status! }
  enum Status { OPEN PAID }
`;
const change = (from: string, to: string): string => {
  expect(released).toContain(from);
  return released.replace(from, to);
};
const nothing = { released, waivers: [], operations: [] };
const removal = "Field 'number' was removed from object type 'Invoice'";
const withoutNumber = change('number: String ', '');

test('F56 a schema that is the same, or only has more, may go out', async () => {
  expect(await judgeChanges({ ...nothing, current: released })).toEqual([]);
  const more = change('number: String', 'number: String createdAt: String');
  expect(await judgeChanges({ ...nothing, current: more })).toEqual([]);
});

test.each([
  ['a field that is gone', withoutNumber, [`BREAKING ${removal}`]],
  [
    'a field that may be null now',
    change('status: Status!', 'status: Status'),
    ["BREAKING Field 'Invoice.status' changed type from 'Status!' to 'Status'"],
  ],
  [
    'an argument that is required now',
    change('currency: String', 'currency: String!'),
    ["BREAKING Type for argument 'currency' on field 'Invoice.total' changed from 'String' to 'String!'"],
  ],
  [
    'a word that clients do not know',
    change('OPEN PAID', 'OPEN PAID VOID'),
    ["DANGEROUS Enum value 'VOID' was added to enum 'Status'"],
  ],
  [
    'a deprecated field that is gone all the same',
    change(' old: String @deprecated(reason: "Use `invoice`. Removed after 2027-01-31.")', ''),
    ["BREAKING Field 'old' (deprecated) was removed from object type 'Query'"],
  ],
])('F56 %s is told and stops it', async (_what, current, told) => {
  expect(await judgeChanges({ ...nothing, current })).toEqual(told);
});

test('F56 with a waiver that says why, it may go out', async () => {
  const waivers = [{ change: removal, why: 'Nobody has asked for it in a year.' }];
  expect(await judgeChanges({ ...nothing, current: withoutNumber, waivers })).toEqual([]);
});

test.each(['', 'because'])('F56 a waiver with %j for a reason is none', async (why) => {
  const waivers = [{ change: removal, why }];
  expect(await judgeChanges({ ...nothing, current: withoutNumber, waivers })).toEqual([
    `BREAKING ${removal}`,
  ]);
});

test('F56 a waiver of a change that is not made is told', async () => {
  const waivers = [{ change: removal, why: 'Nobody has asked for it in a year.' }];
  expect(await judgeChanges({ ...nothing, current: released, waivers })).toEqual([
    `A waiver of no change: ${removal}`,
  ]);
});

test('F56 an operation of a consumer has to be valid, whatever is waived', async () => {
  const waivers = [{ change: removal, why: 'Nobody has asked for it in a year.' }];
  const operations = [
    { name: 'a.graphql', text: '{ invoice(id: "1") { status } }' },
    { name: 'b.graphql', text: '{ invoice(id: "1") { number } }' },
  ];
  expect(await judgeChanges({ ...nothing, current: withoutNumber, waivers, operations })).toEqual([
    `b.graphql: Cannot query field "number" on type "Invoice".`,
  ]);
});

test.each(['Use `invoice`.', 'Removed after 2027-01-31.', 'Use `invoice`. Removed soon.'])(
  'F57 a deprecation that says no more than %j is told',
  async (reason) => {
    const current = change('Use `invoice`. Removed after 2027-01-31.', reason);
    const told = `Expected a deprecation as "Use \`other\`. Removed after 2027-01-31.", got "${reason}"`;
    expect(await judgeChanges({ ...nothing, current })).toContain(told);
  },
);
