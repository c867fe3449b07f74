import { driftLines } from '../support/drift.js';
import { accountField, ACCOUNT, invoiceLine, invoiceRow } from '../support/invoice-row.js';
import { freshToken } from '../support/fresh-token.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';
import type { GraphqlAnswer } from '../support/api.js';

/** Values of every wrong type in every place of a page, side by side with sound rows: errors in their places, and no figure is made. */

let setting: HostileSetting;
let token: string;
beforeAll(async () => {
  setting = await startHostile();
});
afterAll(async () => setting?.close());
beforeEach(async () => void (token = await freshToken(setting.upstream)));
afterEach(async () => setting.expectUnharmed());

const account = accountField(ACCOUNT, 'ws_acme');
const figures = ['"999"', '""', 'true', 'false', '{}', '[]', '[999]', '1e400', '-1e400', '9007199254740993'];
const texts = ['7', 'true', '{}', '[]', '["x"]', '1e400'];
const money = '{ amountMinor decimal }';

/** Answers with a page whose odd rows are sound but for one place, which holds one of the literals. */
async function readPage(
  literals: readonly string[],
  rowOf: (value: string) => object,
  field: string,
): Promise<GraphqlAnswer> {
  const rows = literals.flatMap((literal, index) => [
    JSON.stringify({ ...rowOf('@'), id: `in_bad_${index}` }).replaceAll('"@"', literal),
    JSON.stringify(invoiceRow({ id: `in_good_${index}` })),
  ]);
  const body = `{"data":[${rows.join(',')}],"has_more":false}`;
  await setting.upstream.fault({ match: { token }, fault: { kind: 'raw', body } });
  const fields = `invoiceId subtotal ${money} ${field.startsWith('subtotal') ? '' : 'odd: '}${field}`;
  return setting.api.ask(`{ ${account} { invoices(first: 100) { nodes { ${fields} } } } }`, { token });
}

interface Place {
  readonly wire: string;
  readonly field: string;
  readonly literals: readonly string[];
  /** What the sound rows have there. */
  readonly sound: unknown;
  /** What stands there of a row whose value is wrong. */
  readonly none?: unknown;
}

const nullAt = (key: string): object => ({ nodes: [{ [key]: null }] });
const lineOf = (key: string, value: unknown): object => ({ nodes: [{ [key]: value }] });
const minor = (amountMinor: string, decimal: string): object => ({ amountMinor, decimal });

const places: readonly Place[] = [
  { wire: 'total', field: `total ${money}`, literals: figures, sound: minor('1150', '11.50') },
  { wire: 'tax', field: `tax ${money}`, literals: figures, sound: minor('250', '2.50') },
  { wire: 'discount_amount', field: `discount ${money}`, literals: figures, sound: minor('100', '1.00') },
  { wire: 'amount_due', field: `amountDue ${money}`, literals: figures, sound: minor('1150', '11.50') },
  { wire: 'amount_paid', field: `amountPaid ${money}`, literals: figures, sound: minor('1150', '11.50') },
  { wire: 'number', field: 'number', literals: texts, sound: 'ROW-1' },
  { wire: 'currency', field: 'currency', literals: [...texts, '"US"', '"usdollar"', '"xxz"'], sound: 'USD' },
  {
    wire: 'created_at',
    field: 'createdAt',
    literals: [...texts, '"2025-13-45"', '"2025-10-29T00:40:06"', '1761698406000', '"1761698406"'],
    sound: '2025-10-29T00:40:06.000000Z',
  },
  {
    wire: 'hosted_invoice_url',
    field: 'hostedInvoiceUrl',
    literals: [...texts, '"javascript:alert(1)"', '"//evil"'],
    sound: 'https://invoice.stripe.com/i/row',
  },
  {
    wire: 'discount_names',
    field: 'discountNames',
    literals: ['7', 'true', '"x"', '[7]', '[null]', '[{}]'],
    sound: ['10% Off Coupon'],
  },
  {
    wire: 'lines',
    field: 'lines { nodes { lineId } }',
    literals: ['7', 'true', '"x"', '{"a":1}', '1e400'],
    sound: lineOf('lineId', 'il_row'),
  },
  {
    wire: 'lines.amount',
    field: `lines { nodes { amount ${money} } }`,
    literals: figures,
    none: nullAt('amount'),
    sound: lineOf('amount', minor('1000', '10.00')),
  },
  {
    wire: 'lines.unit_amount',
    field: `lines { nodes { unitAmount ${money} } }`,
    literals: figures,
    none: nullAt('unitAmount'),
    sound: lineOf('unitAmount', minor('100', '1.00')),
  },
  {
    wire: 'lines.quantity',
    field: 'lines { nodes { quantity } }',
    literals: figures,
    none: nullAt('quantity'),
    sound: lineOf('quantity', '10'),
  },
  {
    wire: 'lines.description',
    field: 'lines { nodes { description } }',
    literals: texts,
    none: nullAt('description'),
    sound: lineOf('description', '10 × Locations'),
  },
];

test.each(places)(
  'U15 $wire of a wrong type: an error in its place, for each, and the rest stands',
  async ({ wire, field, literals, sound, none = null }) => {
    const [key = '', inner] = wire.split('.');
    const rowOf = (value: string): object =>
      invoiceRow(inner === undefined ? { [key]: value } : { [key]: [invoiceLine({ [inner]: value })] });
    const { status, data, errors } = await readPage(literals, rowOf, field);
    // Without its currency an invoice has no figure at all.
    const subtotal = wire === 'currency' ? null : minor('1000', '10.00');
    expect(data.billingAccount.invoices.nodes).toEqual(
      literals.flatMap((_, index) => [
        { invoiceId: `in_bad_${index}`, subtotal, odd: none },
        { invoiceId: `in_good_${index}`, subtotal: minor('1000', '10.00'), odd: sound },
      ]),
    );
    const inLine = inner === undefined ? [] : ['nodes', 0, field.split(' ')[4]];
    const expected = literals.flatMap((_, index) => [
      ...(subtotal ? [] : [[2 * index, 'subtotal']]),
      [2 * index, 'odd', ...inLine],
    ]);
    // In which order errors come is nobody's promise.
    const told = errors.map(({ path }) => JSON.stringify(path?.slice(3)));
    expect([status, told.toSorted()]).toEqual([200, expected.map((at) => JSON.stringify(at)).toSorted()]);
    expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(
      new Set(['UPSTREAM_INVALID_RESPONSE']),
    );
  },
);

test('U15 what is odd and yet has a meaning is read exactly', async () => {
  const rows = [
    invoiceRow({ id: 'in_1', total: -1 }),
    invoiceRow({ id: 'in_2', total: 9.99 }),
    invoiceRow({ id: 'in_3', currency: 'USD', total: 9007199254740991 }),
    invoiceRow({ id: 'in_4', discount_names: null, due_date: '2025-10-29T00:40:06.123456Z', lines: null }),
  ];
  const body = JSON.stringify({ data: rows, has_more: false });
  await setting.upstream.fault({ match: { token }, fault: { kind: 'raw', body } });
  const fields = 'currency total { decimal } dueAt discountNames lines { nodes { lineId } }';
  const { data, errors } = await setting.api.ask(`{ ${account} { invoices { nodes { ${fields} } } } }`, {
    token,
  });
  const rest = {
    currency: 'USD',
    dueAt: null,
    discountNames: ['10% Off Coupon'],
    lines: lineOf('lineId', 'il_row'),
  };
  expect([data.billingAccount.invoices.nodes, errors]).toEqual([
    [
      { ...rest, total: { decimal: '-0.01' } },
      { ...rest, total: { decimal: '0.0999' } },
      { ...rest, total: { decimal: '90071992547409.91' } },
      {
        ...rest,
        total: { decimal: '11.50' },
        dueAt: '2025-10-29T00:40:06.123456Z',
        discountNames: [],
        lines: null,
      },
    ],
    [],
  ]);
});

test('U15 a status that there was not is UNKNOWN beside its word, and logged once however often it comes', async () => {
  const rows = [1, 2, 3].map((index) => invoiceRow({ id: `in_${index}`, status: 'processing' }));
  const body = JSON.stringify({ data: rows, has_more: false });
  await setting.upstream.fault({ match: { token }, fault: { kind: 'raw', body } });
  for (let turn = 0; turn < 2; turn += 1) {
    const { data } = await setting.api.ask(`{ ${account} { invoices { nodes { status statusRaw } } } }`, {
      token,
    });
    expect(data.billingAccount.invoices.nodes).toEqual(
      Array(3).fill({ status: 'UNKNOWN', statusRaw: 'processing' }),
    );
  }
  const lines = await driftLines(setting.api);
  expect(lines.filter(({ kind }) => kind === 'status')).toEqual([
    { provider: 'ALTOSTRAT', object: 'invoice', kind: 'status', name: 'status' },
  ]);
});

test.each([
  ['an account', 'created_at', texts, '{ name odd: createdAt }', ['odd'], { name: 'Acme' }],
  [
    'an account',
    'currency',
    ['7', 'true', '{}', '"US"'],
    '{ name odd: currency }',
    ['odd'],
    { name: 'Acme' },
  ],
  ['an account', 'email', texts, '{ name odd: email }', ['odd'], { name: 'Acme' }],
])(
  'U15 the details of %s with a wrong %s lose that alone',
  async (_what, wire, literals, fields, at, rest) => {
    for (const literal of literals) {
      const body = JSON.stringify({
        id: ACCOUNT,
        workspace_id: 'ws_acme',
        name: 'Acme',
        [wire]: '@',
      }).replace('"@"', literal);
      await setting.upstream.clearFaults();
      await setting.upstream.fault({ match: { token }, fault: { kind: 'raw', body } });
      const { data, errors } = await setting.api.ask(`{ ${account} ${fields} }`, { token });
      expect([
        literal,
        data.billingAccount,
        errors.map(({ path, extensions }) => [path?.slice(1), extensions['code']]),
      ]).toEqual([literal, { ...rest, odd: null }, [[at, 'UPSTREAM_INVALID_RESPONSE']]]);
    }
  },
);

test('U15 a preview whose total is of a wrong type is no preview, and has no figure', async () => {
  const query =
    'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_us", items: [{productType: "locations", quantity: 3}]}) { preview { total { decimal } } userErrors { code } } }';
  for (const literal of figures) {
    await setting.upstream.clearFaults();
    await setting.upstream.fault({
      match: { method: 'POST' },
      fault: { kind: 'patch', setLiteral: { total: literal } },
    });
    const { data, errors } = await setting.api.ask(query);
    expect([literal, data.previewInvoice, errors]).toEqual([
      literal,
      { preview: null, userErrors: [{ code: 'PROVIDER_UNAVAILABLE' }] },
      [],
    ]);
  }
});
