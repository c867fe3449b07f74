import fc from 'fast-check';
import pLimit from 'p-limit';
import { BillingAccount } from '../../../src/accounts/billing-account.js';
import { BillingError } from '../../../src/errors/billing-error.js';
import type { Invoice, InvoiceLine } from '../../../src/invoices/invoice.js';
import type { Money } from '../../../src/money/money.js';
import type { NorthflankClient } from '../../../src/providers/northflank/client.js';
import { InvoiceDetails } from '../../../src/providers/northflank/invoice-details.js';
import { toInvoice } from '../../../src/providers/northflank/to-invoice.js';
import { parseJson as parseBytes } from '../../../src/wire/parse-json.js';
import type { WireObject } from '../../../src/wire/wire-object.js';

/** Whatever a row's text says, a figure is exactly that, in the unit of the row's generation, or an error. */

const account = new BillingAccount('NORTHFLANK', null, null);
const parseJson = (text: string): unknown => parseBytes(Buffer.from(text));
const missing = async (): Promise<never> => {
  throw new BillingError('NOT_FOUND', 'The provider has no such invoice.');
};
const client = { fetchInvoice: missing, fetchDetails: missing } as unknown as NorthflankClient;

const EXPONENTS = { usd: 2, eur: 2, jpy: 0, kwd: 3 } as const;
type Currency = keyof typeof EXPONENTS;

/** The keys that make a row one of its generation, as JSON text. */
const SHAPES = {
  N1: (currency: Currency) => `"currency":"${currency}"`,
  N2: () => `"paid":true`,
  N3: (currency: Currency) => `"id":"A-1","currency":"${currency}","paasUsage":{}`,
  N4: (currency: Currency) => `"id":"A-1","currency":"${currency}","status":"open"`,
};
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** The decimal that a JSON number's text says, its point moved left by `shift`, with at least `decimals` places. */
function exactText(text: string, shift: number, decimals: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const places = fraction.length - Number(exponent) + shift;
  const digits = `${whole}${fraction}${'0'.repeat(Math.max(0, -places))}`.padStart(
    Math.max(0, places) + 1,
    '0',
  );
  const point = digits.length - Math.max(0, places);
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const right = digits.slice(point).replace(/0+$/, '').padEnd(decimals, '0');
  const isZero = !/[1-9]/.test(digits);
  return `${isZero ? '' : sign}${left}${right === '' ? '' : `.${right}`}`;
}

async function outcome(read: () => Money | null | Promise<Money | null>): Promise<string | null> {
  try {
    const money = await read();
    return money && `${money.decimal} ${money.currency}`;
  } catch (error) {
    return error instanceof BillingError ? error.code : `unexpected ${String(error)}`;
  }
}

const digits = (min: number, max: number) =>
  fc.array(fc.nat(9), { minLength: min, maxLength: max }).map((all) => all.join(''));
const wholes = (max: number) => digits(1, max).map((text) => text.replace(/^0+(?=\d)/, ''));
const sign = fc.constantFrom('', '-');

/** What a double is sure to carry: at most 15 significant digits. */
const tameNumbers = fc.oneof(
  fc.tuple(sign, wholes(15)).map((parts) => parts.join('')),
  fc.tuple(sign, wholes(9), digits(1, 6)).map(([minus, left, right]) => `${minus}${left}.${right}`),
  fc.constantFrom('0', '-0', '0.0', '69.22', '1200', '0.0061', '1e3', '12.5E2', '1e-7'),
);
const wildNumbers = fc.oneof(
  fc.tuple(sign, wholes(40)).map((parts) => parts.join('')),
  fc.tuple(sign, wholes(20), digits(1, 20)).map(([minus, left, right]) => `${minus}${left}.${right}`),
  fc.tuple(wholes(18), fc.integer({ min: -420, max: 420 })).map(([left, exponent]) => `${left}e${exponent}`),
  fc.constantFrom(
    '1e400',
    '-1e400',
    '1e-400',
    '9007199254740993',
    '9007199254740992',
    '0.1000000000000000055',
  ),
);
const notNumbers = fc.constantFrom(
  '"1200"',
  '"1e3"',
  'true',
  'false',
  '[]',
  '[1200]',
  '{}',
  '{"valueOf":1}',
  '""',
);

const generations = fc.constantFrom(...(Object.keys(SHAPES) as (keyof typeof SHAPES)[]));
const currencies = fc.constantFrom(...(Object.keys(EXPONENTS) as Currency[]));

function read(generation: keyof typeof SHAPES, currency: Currency, figure: string) {
  const fields = `${SHAPES[generation](currency)},"period":{"start":1,"end":2}`;
  const text = `{${fields},"total":${figure},"subTotal":${figure}}`;
  const invoice = toInvoice(
    parseJson(text) as WireObject,
    { account, invoiceId: 'A-1' },
    new InvoiceDetails(client, account, pLimit(1)),
  );
  const code = generation === 'N2' ? 'usd' : currency;
  const exponent = EXPONENTS[code];
  const said = () =>
    `${exactText(figure, generation === 'N4' ? 0 : exponent, exponent)} ${code.toUpperCase()}`;
  return { invoice, said };
}

test('F36 a figure of up to 15 digits is exactly what its text says, in cents or in major units', async () => {
  await fc.assert(
    fc.asyncProperty(generations, currencies, tameNumbers, async (generation, currency, figure) => {
      const { invoice, said } = read(generation, currency, figure);
      expect(await outcome(() => invoice.total)).toBe(said());
      expect(await outcome(() => invoice.subtotal)).toBe(said());
    }),
    { numRuns: 1000 },
  );
});

test('F36 any other number is exact or an error, never a figure nearby', async () => {
  await fc.assert(
    fc.asyncProperty(generations, currencies, wildNumbers, async (generation, currency, figure) => {
      const { invoice, said } = read(generation, currency, figure);
      expect([said(), 'UPSTREAM_INVALID_RESPONSE']).toContain(await outcome(() => invoice.total));
      expect([said(), 'UPSTREAM_INVALID_RESPONSE']).toContain(await outcome(() => invoice.subtotal));
    }),
    { numRuns: 2000 },
  );
});

test('F36 a value of another type is an error, null and missing are null', async () => {
  await fc.assert(
    fc.asyncProperty(generations, currencies, notNumbers, async (generation, currency, figure) => {
      const { invoice } = read(generation, currency, figure);
      expect(await outcome(() => invoice.total)).toBe('UPSTREAM_INVALID_RESPONSE');
      expect(await outcome(() => invoice.subtotal)).toBe('UPSTREAM_INVALID_RESPONSE');
      const { invoice: empty } = read(generation, currency, 'null');
      expect([await outcome(() => empty.total), await outcome(() => empty.subtotal)]).toEqual([null, null]);
      const wire = parseJson(`{${SHAPES[generation](currency)}}`) as WireObject;
      const bare = toInvoice(
        wire,
        { account, invoiceId: 'A-1' },
        new InvoiceDetails(client, account, pLimit(1)),
      );
      expect([await outcome(() => bare.total), await outcome(() => bare.subtotal)]).toEqual([null, null]);
    }),
  );
});

test('F36 the currency is the one stated or an error; only N2, which states none, has an assumed one', async () => {
  const total = async (text: string): Promise<string | null> => {
    const wire = parseJson(text) as WireObject;
    return outcome(
      () =>
        toInvoice(wire, { account, invoiceId: 'A-1' }, new InvoiceDetails(client, account, pLimit(1))).total,
    );
  };
  expect(await total('{"total":5}')).toBe('0.05 USD');
  for (const currency of ['"usdollar"', '""', '7', '{}', 'null', '"xxx1"']) {
    expect(await total(`{"total":5,"currency":${currency}}`)).toBe('UPSTREAM_INVALID_RESPONSE');
  }
  expect(await total('{"total":5,"id":"A-1","paasUsage":{}}')).toBe('UPSTREAM_INVALID_RESPONSE');
  expect(await total('{"total":5,"status":"open"}')).toBe('UPSTREAM_INVALID_RESPONSE');
});

const answers = fc.tuple(
  fc.constantFrom<readonly [keyof typeof SHAPES, keyof typeof SHAPES]>(
    ...(['N3', 'N4'] as const).flatMap((row) => [[row, 'N3'] as const, [row, 'N4'] as const]),
    ...(['N1', 'N2'] as const).flatMap((row) => [[row, 'N1'] as const, [row, 'N2'] as const]),
  ),
  currencies,
  currencies,
  fc.oneof(tameNumbers, wildNumbers),
);

/** Where each figure of an answer about one invoice stands, as JSON text around it. */
const PLACES: Readonly<
  Record<string, readonly [(figure: string) => string, (invoice: Invoice) => Promise<unknown>]>
> = {
  'tax.value': [(figure) => `"tax":{"value":${figure}}`, async ({ tax }) => tax],
  'tax.amount': [(figure) => `"tax":{"amount":${figure}}`, async ({ tax }) => tax],
  discount: [(figure) => `"discount":${figure}`, async ({ discount }) => discount],
  'discounts.total': [(figure) => `"discounts":{"total":${figure}}`, async ({ discount }) => discount],
  lineItems: [
    (figure) => `"lineItems":[{"title":"a","total":${figure}}]`,
    async ({ lines }) => ((await lines)?.[0] as InvoiceLine).amount,
  ],
  byocUsage: [
    (figure) => `"byocUsage":{"price":{"cpu":${figure}}}`,
    async ({ usage }) => (await usage)?.[0]?.amount ?? null,
  ],
};

test.each(Object.entries(PLACES))(
  'F36 a figure in %s of the details is exact in their own unit and currency, or an error',
  async (_place, [toText, readFigure]) => {
    await fc.assert(
      fc.asyncProperty(answers, async ([[rowIs, detailsAre], rowCurrency, detailsCurrency, figure]) => {
        const rest = '"period":{"start":1,"end":2},"total":100';
        const parse = (text: string): WireObject => parseJson(text) as WireObject;
        const row = parse(`{${SHAPES[rowIs](rowCurrency)},${rest}}`);
        // One that says the same total in its own unit.
        const [from, to] = [rowIs, detailsAre].map((shape) => (shape === 'N4' ? 0 : 1));
        const codes = [
          rowIs === 'N2' ? 'usd' : rowCurrency,
          detailsAre === 'N2' ? undefined : detailsCurrency,
        ];
        const [rowCode, code = rowCode] = codes as [Currency, Currency?];
        const power = EXPONENTS[rowCode] * ((to ?? 0) - (from ?? 0));
        const shape = SHAPES[detailsAre](detailsCurrency);
        const details = parse(
          `{${shape},"period":{"start":1,"end":2},"total":100e${power},${toText(figure)}}`,
        );
        const answer = async (): Promise<WireObject> => details;
        const asked = { fetchInvoice: answer, fetchDetails: answer } as unknown as NorthflankClient;
        const invoiceId = rowIs === 'N3' || rowIs === 'N4' ? 'A-1' : 'period.1.2.100.0';
        const invoice = toInvoice(row, { account, invoiceId }, new InvoiceDetails(asked, account, pLimit(1)));
        const exponent = EXPONENTS[code];
        const said = `${exactText(figure, detailsAre === 'N4' ? 0 : exponent, exponent)} ${code.toUpperCase()}`;
        const came = await outcome(async () => readFigure(invoice) as Promise<Money | null>);
        // Details that contradict the row are an error, and those that may be another invoice's are none.
        expect([said, 'UPSTREAM_INVALID_RESPONSE', ...(power === 0 ? [] : [null])]).toContain(came);
        if (rowCode !== code) expect(came).toBe('UPSTREAM_INVALID_RESPONSE');
      }),
      { numRuns: 500 },
    );
  },
);
