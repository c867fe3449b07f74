import {
  accountField,
  answerWithLiteral,
  invoiceLine,
  invoiceRow,
  plant,
  plantedAccount,
} from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Exact amounts of any size, fraction and currency. */

startSystem();
afterEach(async () => upstream.clearFaults());

const money = '{ amountMinor currency exponent decimal }';

/** The first invoice of the planted account, which holds one made with these changes. */
async function readPlanted(changes: object, fields: string): Promise<{ [field: string]: unknown }> {
  await plant(upstream, [invoiceRow(changes)]);
  const { data, errors } = await api.ask(`{ ${plantedAccount} { invoices { nodes { ${fields} } } } }`);
  expect(errors).toEqual([]);
  return data.billingAccount.invoices.nodes[0];
}

test('F35 amounts above 2^31, at 2^53 - 1 and below zero are exact, whole or in major units', async () => {
  const fields = 'total { amountMinor decimal }';
  const total = async (value: number): Promise<unknown> =>
    (await readPlanted({ total: value }, fields))['total'];
  expect(await total(2 ** 31)).toEqual({ amountMinor: '2147483648', decimal: '21474836.48' });
  expect(await total(2 ** 53 - 1)).toEqual({ amountMinor: '9007199254740991', decimal: '90071992547409.91' });
  expect(await total(-(2 ** 53 - 1))).toEqual({
    amountMinor: '-9007199254740991',
    decimal: '-90071992547409.91',
  });
});

test.each(['9007199254740993', '-9007199254740993', '1e400', '1234567890123.4567'])(
  'F36 an amount of %s, which JavaScript cannot hold, is a field error and no figure',
  async (literal) => {
    await plant(upstream, []);
    await answerWithLiteral(upstream, invoiceRow({ total: '@' }), literal);
    const { data, errors } = await api.ask(
      `{ ${plantedAccount} { invoices { nodes { number total { decimal } subtotal { decimal } } } } }`,
    );
    expect(data.billingAccount.invoices.nodes).toEqual([
      { number: 'ROW-1', total: null, subtotal: { decimal: '10.00' } },
    ]);
    expect(errors).toMatchObject([
      {
        path: ['billingAccount', 'invoices', 'nodes', 0, 'total'],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
      },
    ]);
  },
);

test('F36 a fraction of a cent is exact in decimal and null in amountMinor, without an error', async () => {
  expect(
    await readPlanted({ total: 12.345 }, 'total { amountMinor decimal } subtotal { amountMinor }'),
  ).toEqual({
    total: { amountMinor: null, decimal: '0.12345' },
    subtotal: { amountMinor: '1000' },
  });
});

test('F36 no answer holds money as a JSON number', async () => {
  await plant(upstream, [invoiceRow()]);
  const { text } = await api.ask(
    `{ ${plantedAccount} { invoices { nodes { total ${money} lines { nodes { quantity } } } } } }`,
  );
  expect(text).toContain('"total":{"amountMinor":"1150","currency":"USD","exponent":2,"decimal":"11.50"}');
  expect(text).toContain('"quantity":"10"');
});

test.each([
  ['jpy', 'JPY', 0, '1150', '¥1,150', '1.150\u00a0¥'],
  ['kwd', 'KWD', 3, '1.150', 'KWD\u00a01.150', '1,150\u00a0KWD'],
  ['clf', 'CLF', 4, '0.1150', 'CLF\u00a00.1150', '0,1150\u00a0CLF'],
  ['ISK', 'ISK', 2, '11.50', 'ISK\u00a011.50', '11,50\u00a0ISK'],
  ['ugx', 'UGX', 2, '11.50', 'UGX\u00a011.50', '11,50\u00a0UGX'],
  ['hrk', 'HRK', 2, '11.50', 'HRK\u00a011.50', '11,50\u00a0HRK'],
  ['sll', 'SLL', 2, '11.50', 'SLL\u00a011.50', '11,50\u00a0SLL'],
  ['byr', 'BYR', 0, '1150', 'BYR\u00a01,150', '1.150\u00a0BYR'],
  ['mga', 'MGA', 0, '1150', 'MGA\u00a01,150', '1.150\u00a0MGA'],
])('F37 1150 minor units of %s', async (wire, currency, exponent, decimal, english, german) => {
  const lines = [invoiceLine({ currency: wire })];
  const fields = `currency total { amountMinor currency exponent decimal formatted de: formatted(locale: "de-DE") none: formatted(locale: null) }`;
  expect(await readPlanted({ currency: wire, lines }, fields)).toEqual({
    currency,
    total: {
      amountMinor: '1150',
      currency,
      exponent,
      decimal,
      formatted: english,
      de: german,
      none: english,
    },
  });
});

test('F37 an account in yen is served from end to end', async () => {
  await upstream.createAccount({ workspaceId: 'ws_yen', accountId: 'cus_yen', currency: 'jpy', invoices: 1 });
  const { data, errors } = await api.ask(
    `{ ${accountField('cus_yen', 'ws_yen')} { currency invoices { nodes { currency total { exponent } reconciliation { ok } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount).toEqual({
    currency: 'JPY',
    invoices: { nodes: [{ currency: 'JPY', total: { exponent: 0 }, reconciliation: { ok: true } }] },
  });
});
