import { startHostile, type HostileSetting } from '../support/hostile.js';
import { askTeam } from './northflank-paging.js';

/** Northflank rows in shapes and with values that they should not have: read exactly, or an error in their place. */

let setting: HostileSetting;
beforeAll(async () => {
  setting = await startHostile();
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const period = { start: 1655823815, end: 1655910214 };
const nameless = { period, currency: 'usd', paasUsage: {}, total: 1200 };
const good = { id: 'A-good', ...nameless };

interface Read {
  readonly nodes: readonly unknown[];
  readonly errors: readonly unknown[];
}

/** What is read of a page that holds this JSON for its invoices. */
async function read(invoices: string, fields: string): Promise<Read> {
  await setting.upstream.clearFaults();
  const body = `{"data":{"invoices":${invoices}},"pagination":{"hasNextPage":false,"count":1}}`;
  await setting.upstream.fault({ match: { provider: 'northflank' }, fault: { kind: 'raw', body } });
  const { data, errors } = await askTeam(setting.api, 'team-n3', `invoices { nodes { ${fields} } }`);
  return {
    nodes: data.billingAccount?.invoices.nodes ?? [],
    // In which order errors come is nobody's promise.
    errors: errors
      .map(({ path, extensions }) => [path?.slice(2).join('.'), extensions['code']])
      .toSorted((one, other) => String(one).localeCompare(String(other))),
  };
}

const wrong = ['"999"', '""', 'true', '{}', '[999]', '1e400', '-1e400', '9007199254740993'];
const stamps = ['"2022-06-21"', 'true', '{}', '[1]', '1e400', '9007199254740993', 'null'];
const invalid = 'UPSTREAM_INVALID_RESPONSE';

test.each([
  ['total', wrong, 'odd: total { decimal }', '"total":"@"'],
  ['period.start', stamps, 'odd: period { start }', '"period":{"start":"@","end":1655910214}'],
  ['period.end', stamps, 'odd: period { end }', '"period":{"start":1655823815,"end":"@"}'],
  ['currency', ['7', 'true', '{}', '"US"', '"xxz"'], 'odd: currency', '"currency":"@"'],
])(
  'U15 %s of a wrong type is an error in its place, for each, and the rest stands',
  async (_what, literals, field, member) => {
    const key = member.slice(0, member.indexOf(':'));
    const text = JSON.stringify({ ...good, [JSON.parse(key)]: '@' }).replace(`${key}:"@"`, member);
    const rows = literals.map((literal, index) =>
      text.replace('"@"', literal).replace('A-good', `A-${index}`),
    );
    const { nodes, errors } = await read(
      `[${[...rows, JSON.stringify(good)].join(',')}]`,
      `invoiceId ${field}`,
    );
    expect(nodes.slice(0, -1)).toEqual(literals.map((_, index) => ({ invoiceId: `A-${index}`, odd: null })));
    expect(nodes.at(-1)).toMatchObject({ invoiceId: 'A-good', odd: expect.anything() });
    expect(errors).toEqual(literals.map((_, index) => [`nodes.${index}.odd`, invalid]));
  },
);

test('U16 one invoice where a list belongs, with an id and without, is a list of one', async () => {
  const fields = 'invoiceId total { decimal }';
  expect(await read(JSON.stringify(good), fields)).toEqual({
    nodes: [{ invoiceId: 'A-good', total: { decimal: '12.00' } }],
    errors: [],
  });
  const [one, again] = [
    await read(JSON.stringify(nameless), fields),
    await read(JSON.stringify([nameless]), fields),
  ];
  expect(one).toEqual({
    nodes: [{ invoiceId: 'period.1655823815.1655910214.1200.0', total: { decimal: '12.00' } }],
    errors: [],
  });
  expect(again).toEqual(one);
});

test.each(['"x"', '7', 'true'])(
  'U16 %s where a list belongs is an answer that is not read',
  async (literal) => {
    expect(await read(literal, 'invoiceId')).toEqual({ nodes: [], errors: [['', invalid]] });
  },
);

test.each([
  ['12.5', '0.125'],
  ['0.1', '0.001'],
  ['1e2', '1.00'],
  ['-0.000001', '-0.00000001'],
])('U16 a total of %s cents is exactly %s', async (literal, decimal) => {
  const row = JSON.stringify({ ...good, total: '@' }).replace('"@"', literal);
  expect(await read(`[${row}]`, 'total { decimal }')).toEqual({
    nodes: [{ total: { decimal } }],
    errors: [],
  });
});

test('U16 a period that ends before it begins is an error in its place, and moves nothing', async () => {
  const rows = [{ ...good, id: 'A-1', period: { start: 1655910214, end: 1655823815 } }, good];
  const { nodes, errors } = await read(
    JSON.stringify(rows),
    'invoiceId period { start end } total { decimal }',
  );
  const total = { decimal: '12.00' };
  expect(nodes).toEqual([
    { invoiceId: 'A-1', period: null, total },
    { invoiceId: 'A-good', period: { start: '2022-06-21T15:03:35Z', end: '2022-06-22T15:03:34Z' }, total },
  ]);
  expect(errors).toEqual([['nodes.0.period', invalid]]);
});

test('U16 rows without ids that are alike have ids of their own, the same each time', async () => {
  const rows = JSON.stringify([nameless, { ...nameless, total: 5 }, nameless]);
  const ids = ({ nodes }: Read): unknown => nodes.map((node) => (node as { invoiceId: string }).invoiceId);
  const [first, second] = [await read(rows, 'invoiceId'), await read(rows, 'invoiceId')];
  expect(ids(first)).toEqual(['1200.0', '5.0', '1200.1'].map((end) => `period.1655823815.1655910214.${end}`));
  expect(second).toEqual(first);
});
