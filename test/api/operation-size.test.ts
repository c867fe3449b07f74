import { api, startSystem, upstream } from '../support/system.js';

/** A short document can ask for pages within pages; what they could hold is bounded before anything is read. */

startSystem();
beforeEach(async () => upstream.forget());

const account = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';

function nest(depth: number, first: string): string {
  const page = (inner: string) => `invoices(first: ${first}) { nodes { ${inner} } }`;
  const levels = Array.from({ length: depth - 1 });
  return page(levels.reduce<string>((inner) => `billingAccount { ${page(inner)} }`, 'id'));
}

test('D05 pages of 300 within each other three deep are refused, and nothing is read', async () => {
  const { status, errors, data } = await api.ask(`{ ${account} { ${nest(3, '300')} } }`);
  expect([status, data]).toEqual([400, undefined]);
  expect(errors.map(({ extensions, message }) => [extensions['code'], message])).toEqual([
    [
      'QUERY_TOO_COSTLY',
      'The answer could hold more than 250000 fields. Ask for smaller pages, or fewer within each other.',
    ],
  ]);
  expect(await upstream.paths()).toEqual([]);
});

test('D05 the same in aliases, fragments and variables is refused as well', async () => {
  const aliases = Array.from({ length: 8 }, (_, index) => `a${index}: ${account} { ${nest(2, '150')} }`);
  const fragment = `query ($n: Int) { ${account} { ...F } } fragment F on BillingAccount { ${nest(3, '$n')} }`;
  for (const [query, variables] of [
    [`{ ${aliases.join(' ')} }`, {}],
    [fragment, { n: 300 }],
  ] as const) {
    const { errors } = await api.ask(query, { variables });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['QUERY_TOO_COSTLY']);
  }
  expect(await upstream.paths()).toEqual([]);
  expect((await api.ask(fragment, { variables: { n: 2 } })).errors).toEqual([]);
});

test('D05 the largest page with every figure and its lines is served', async () => {
  const money = '{ amountMinor currency decimal formatted }';
  const figures = ['subtotal', 'discount', 'tax', 'total', 'amountDue', 'amountPaid'].map(
    (name) => `${name} ${money}`,
  );
  const { errors, data } = await api.ask(
    `{ ${account} { invoices(first: 1000) { edges { cursor node { id number ${figures.join(' ')} lines { nodes { description amount ${money} } } } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.edges).toHaveLength(1000);
});
