import {
  ACCOUNT,
  invoiceLine,
  invoiceRow,
  plant,
  plantedAccount,
  WORKSPACE,
} from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** The shapes that PHP and Stripe give to what is documented otherwise: read, or an error in their place. */

startSystem();
afterEach(async () => upstream.clearFaults());

interface Shown {
  readonly shown: unknown;
  /** Paths of the errors, below the account. */
  readonly errorsAt: readonly unknown[];
}

async function readAccount(fields: string): Promise<Shown> {
  const { data, errors } = await api.ask(`{ ${plantedAccount} { ${fields} } }`);
  expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(
    new Set(errors.length === 0 ? [] : ['UPSTREAM_INVALID_RESPONSE']),
  );
  return { shown: data.billingAccount, errorsAt: errors.map(({ path }) => path?.slice(1).join('.')) };
}

async function readSubscription(changes: object, fields: string): Promise<Shown> {
  const subscription = { id: 'sub_1', billing_account_id: ACCOUNT, status: 'active', ...changes };
  await upstream.createAccount({ workspaceId: WORKSPACE, accountId: ACCOUNT, subscriptions: [subscription] });
  const { shown, errorsAt } = await readAccount(`subscriptions { nodes { subscriptionId ${fields} } }`);
  const [node] = (shown as { subscriptions: { nodes: unknown[] } }).subscriptions.nodes;
  return { shown: node, errorsAt };
}

const location = { productType: 'locations', priceId: 'price_1', quantity: 5 };
const wireLocation = { price_id: 'price_1', quantity: 5, interval: 'month' };

test.each([
  ['an empty list', [], []],
  ['an empty object', {}, []],
  ['null', null, []],
  ['a map', { locations: wireLocation }, [location]],
  [
    'a map with an expanded price',
    { locations: { ...wireLocation, price_id: { id: 'price_1' } } },
    [location],
  ],
])('F33 product quantities as %s are items', async (_what, quantities, items) => {
  expect(
    await readSubscription({ product_quantities: quantities }, 'items { productType priceId quantity }'),
  ).toEqual({ shown: { subscriptionId: 'sub_1', items }, errorsAt: [] });
});

test.each([
  ['a list of products', [wireLocation]],
  ['text', 'locations'],
  ['a map of texts', { locations: 'five' }],
  ['a quantity that is text', { locations: { ...wireLocation, quantity: '5' } }],
])('F33 product quantities as %s are an error at the items alone', async (_what, quantities) => {
  expect(
    await readSubscription({ product_quantities: quantities }, 'status items { productType quantity }'),
  ).toEqual({
    shown: { subscriptionId: 'sub_1', status: 'active', items: null },
    errorsAt: ['subscriptions.nodes.0.items'],
  });
});

const lineFields = 'lines(first: 5) { nodes { lineId priceId amount { decimal } } complete }';
const line = { lineId: 'il_row', priceId: 'price_row', amount: { decimal: '10.00' } };

test.each([
  ['a list', [invoiceLine()], [line], null],
  ['an object keyed by number', { '0': invoiceLine() }, [line], null],
  ['an empty object', {}, [], null],
  ['a list object', { object: 'list', data: [invoiceLine()] }, [line], null],
  ['a list object of which more follow', { data: [invoiceLine()], has_more: true }, [line], false],
  ['a whole list object', { object: 'list', data: [invoiceLine()], has_more: false }, [line], true],
  ['a list object with an empty map', { object: 'list', data: {}, has_more: false }, [], true],
])('F15 lines as %s are the lines of the invoice', async (_what, lines, nodes, complete) => {
  await plant(upstream, [invoiceRow({ lines })]);
  expect(await readAccount(`invoices { nodes { ${lineFields} } }`)).toEqual({
    shown: { invoices: { nodes: [{ lines: { nodes, complete } }] } },
    errorsAt: [],
  });
});

test('F15 a list object whose data is no list is an error at the lines alone', async () => {
  await plant(upstream, [invoiceRow({ lines: { object: 'list', data: 'x' } })]);
  expect(await readAccount(`invoices { nodes { number ${lineFields} } }`)).toEqual({
    shown: { invoices: { nodes: [{ number: 'ROW-1', lines: null }] } },
    errorsAt: ['invoices.nodes.0.lines'],
  });
});

test('F18 a customer, an owner and a price that are expanded are read where they are the right ones', async () => {
  const price = { id: 'price_row', unit_amount: 100 };
  const customer = { id: ACCOUNT, object: 'customer', email: 'x@example.com' };
  await plant(upstream, [invoiceRow({ customer_id: customer, lines: [invoiceLine({ price_id: price })] })]);
  expect(await readAccount(`invoices { nodes { number ${lineFields} } }`)).toEqual({
    shown: { invoices: { nodes: [{ number: 'ROW-1', lines: { nodes: [line], complete: null } }] } },
    errorsAt: [],
  });
  const { shown } = await readSubscription({ billing_account_id: customer }, 'status');
  expect(shown).toEqual({ subscriptionId: 'sub_1', status: 'active' });
});

test.each([
  ['another customer', { id: 'cus_OTHER' }],
  ['an object without an id', { object: 'customer' }],
  ['an object whose id is no text', { id: 7 }],
])('A08 a row that names %s is an error at its place', async (_what, customer) => {
  await plant(upstream, [invoiceRow({ customer_id: customer }), invoiceRow({ id: 'in_2' })]);
  expect(await readAccount('invoices { nodes { invoiceId } }')).toEqual({
    shown: { invoices: { nodes: [null, { invoiceId: 'in_2' }] } },
    errorsAt: ['invoices.nodes.0'],
  });
});

const instants = [
  '9999-12-31T23:59:59-05:00',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+00:01',
  '10000-01-01T00:00:00Z',
];
const addresses = [
  ' https://x\n/',
  'https://x/ y',
  'https://x/\u0007',
  'https://@x/',
  'https:x',
  'https://x\\y',
];

test.each([
  ...instants.flatMap((text) => [
    ['created_at', 'createdAt', text] as const,
    ['due_date', 'dueAt', text] as const,
  ]),
  ...addresses.flatMap((text) => [
    ['hosted_invoice_url', 'hostedInvoiceUrl', text] as const,
    ['invoice_pdf', 'pdfUrl', text] as const,
  ]),
])('N12 %s that would not be the %s it claims is a field error: %j', async (wire, field, text) => {
  await plant(upstream, [invoiceRow({ [wire]: text })]);
  expect(await readAccount(`invoices { nodes { number ${field} } }`)).toEqual({
    shown: { invoices: { nodes: [{ number: 'ROW-1', [field]: null }] } },
    errorsAt: [`invoices.nodes.0.${field}`],
  });
});

test('N12 an instant of the last second there is comes back as it was sent', async () => {
  await plant(upstream, [invoiceRow({ due_date: '9999-12-31T23:59:59.999999Z' })]);
  const { shown } = await readAccount('invoices { nodes { dueAt } }');
  expect(shown).toEqual({ invoices: { nodes: [{ dueAt: '9999-12-31T23:59:59.999999Z' }] } });
});

test.each(instants)(
  'N12 a period that ends at %s is a field error, like the moment of its making',
  async (text) => {
    const changes = {
      current_period_start: '2026-01-01T00:00:00Z',
      current_period_end: text,
      created_at: text,
    };
    expect(await readSubscription(changes, 'currentPeriod { end } createdAt')).toEqual({
      shown: { subscriptionId: 'sub_1', currentPeriod: null, createdAt: null },
      errorsAt: ['subscriptions.nodes.0.currentPeriod', 'subscriptions.nodes.0.createdAt'],
    });
  },
);

test('U16 a period that ends before it begins is a field error, and one of no length is none', async () => {
  const at = (start: string, end: string): object => ({
    current_period_start: start,
    current_period_end: end,
  });
  expect(
    await readSubscription(at('2026-01-01T00:00:00+02:00', '2025-12-31T21:59:59Z'), 'currentPeriod { end }'),
  ).toEqual({
    shown: { subscriptionId: 'sub_1', currentPeriod: null },
    errorsAt: ['subscriptions.nodes.0.currentPeriod'],
  });
  expect(
    await readSubscription(at('2026-01-01T00:00:00+02:00', '2025-12-31T22:00:00Z'), 'currentPeriod { end }'),
  ).toEqual({
    shown: { subscriptionId: 'sub_1', currentPeriod: { end: '2025-12-31T22:00:00Z' } },
    errorsAt: [],
  });
});
