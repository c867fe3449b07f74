import fc from 'fast-check';
import { accountField } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** One operation's upstream calls are shared by one rule, which `src/calls/share-calls.ts` states. Here it has eight. */

const CALLS_MAX = 8;
startSystem({ MAX_UPSTREAM_CALLS: String(CALLS_MAX) });

const headers = { 'northflank-authorization': 'Bearer sandbox-northflank' };
const acme = accountField('cus_acme_us', 'ws_acme');
const team = (name: string): string => `billingAccount(provider: NORTHFLANK, accountId: "${name}")`;
const lines = 'lines { nodes { description } }';

let acmeIds: string[];
let teamIds: string[];

beforeAll(async () => {
  const { data } = await api.ask(
    `{ a: ${acme} { invoices(first: 900) { nodes { id } } } b: ${team('team-n3')} { invoices(first: 20) { nodes { id } } } }`,
    { headers },
  );
  const idsOf = ({ invoices }: { invoices: { nodes: { id: string }[] } }) =>
    invoices.nodes.map(({ id }) => id);
  [acmeIds, teamIds] = [idsOf(data.a), idsOf(data.b)];
});
beforeEach(async () => upstream.forget());

/** A field of an operation, and whether the least that brings it anything is one call or two. */
interface Part {
  readonly field: string;
  readonly least: 1 | 2;
  /** Rows that a list of it asks for, and has at most. */
  readonly rows?: { readonly asked: number; readonly all: number };
}

const ALL_OF_ACME = 1200;
const ALL_OF_TEAM = 340;

const parts: fc.Arbitrary<Part> = fc.oneof(
  fc.integer({ min: 1, max: 1000 }).map((asked): Part => {
    const field = `${acme} { invoices(first: ${asked}) { nodes { invoiceId } pageInfo { hasNextPage } } }`;
    return { field, least: 1, rows: { asked, all: ALL_OF_ACME } };
  }),
  fc.integer({ min: 1, max: 12 }).map((asked): Part => {
    const field = `${team('team-n3')} { invoices(first: ${asked}) { nodes { ${lines} } pageInfo { hasNextPage } } }`;
    return { field, least: 2, rows: { asked, all: ALL_OF_TEAM } };
  }),
  fc.nat(899).map((index): Part => ({ field: `invoice(id: "${acmeIds[index]}") { number }`, least: 2 })),
  fc.nat(19).map((index): Part => ({ field: `invoice(id: "${teamIds[index]}") { ${lines} }`, least: 1 })),
  fc
    .nat(30)
    .map((index): Part => ({ field: `${accountField(`cus_none_${index}`, 'ws_acme')} { name }`, least: 1 })),
  fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }).map((quantities): Part => {
    const inputs = quantities.map(
      (quantity) =>
        `{ workspaceId: "ws_acme", accountId: "cus_acme_us", items: [{ productType: "locations", quantity: ${quantity} }] }`,
    );
    return {
      field: `invoicePreviews(inputs: [${inputs.join(', ')}]) { preview { status } userErrors { code } }`,
      least: 1,
    };
  }),
);

test('F67 never more calls than allowed, nothing refused while calls were left for it, pages shortened truthfully', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(parts, { minLength: 1, maxLength: 9 }), async (chosen) => {
      await upstream.forget();
      const { data, errors } = await api.ask(
        `{ ${chosen.map(({ field }, index) => `p${index}: ${field}`).join('\n')} }`,
        {
          headers,
        },
      );
      const made = (await upstream.paths()).length;
      expect(made).toBeLessThanOrEqual(CALLS_MAX);

      for (const { path, extensions } of errors) {
        if (extensions['code'] === 'NOT_FOUND') continue;
        expect(['QUERY_TOO_COSTLY', 'PAGINATION_TOO_DEEP']).toContain(extensions['code']);
        const { least } = chosen[Number(String(path?.[0]).slice(1))] as Part;
        expect(CALLS_MAX - made).toBeLessThan(least);
      }
      for (const [index, { rows }] of chosen.entries()) {
        const answer = data[`p${index}`];
        const isRefused = Array.isArray(answer) && answer.some(({ preview }) => preview === null);
        if (isRefused) expect(made).toBe(CALLS_MAX);
        if (!rows || !answer?.invoices) continue;
        const { nodes, pageInfo } = answer.invoices;
        expect(nodes.length).toBeLessThanOrEqual(rows.asked);
        expect(pageInfo.hasNextPage).toBe(nodes.length < rows.all);
        if (nodes.length < rows.asked)
          expect(errors.filter(({ path }) => path?.[0] === `p${index}`)).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);

/** A list in which every invoice costs a call beside the page. */
const detailedList = `list: ${team('team-n3')} { invoices(first: 50) { nodes { ${lines} } pageInfo { hasNextPage } } }`;

test('F67 six invoices by their ids take a call each, and the list beside them what they leave', async () => {
  const fields = teamIds.slice(10, 16).map((id, index) => `i${index}: invoice(id: "${id}") { ${lines} }`);
  for (const order of [
    [...fields, detailedList],
    [detailedList, ...fields],
  ]) {
    await upstream.forget();
    const { data, errors } = await api.ask(`{ ${order.join('\n')} }`, { headers });
    expect(errors).toEqual([]);
    // 8 - 6 = 2: the page, and one invoice of it.
    expect(data.list.invoices).toMatchObject({ nodes: { length: 1 }, pageInfo: { hasNextPage: true } });
    expect(fields.every((_, index) => data[`i${index}`].lines !== null)).toBe(true);
    expect(await upstream.paths()).toHaveLength(CALLS_MAX);
  }
});

test('F67 two fields of five previews each: eight are computed in the order of the document, and two say why not', async () => {
  const previews = (alias: string, from: number): string => {
    const inputs = Array.from(
      { length: 5 },
      (_, index) =>
        `{ workspaceId: "ws_acme", accountId: "cus_acme_us", items: [{ productType: "locations", quantity: ${from + index} }] }`,
    );
    return `${alias}: invoicePreviews(inputs: [${inputs.join(', ')}]) { preview { status } userErrors { code retryable message } }`;
  };
  const { data, errors } = await api.ask(`{ ${previews('a', 1)} ${previews('b', 11)} }`);
  expect(errors).toEqual([]);
  const computed = [...data.a, ...data.b].map(({ preview }) => preview !== null);
  expect(computed).toEqual([...Array<boolean>(8).fill(true), false, false]);
  expect(data.b[4].userErrors).toEqual([
    {
      code: 'RATE_LIMITED',
      retryable: true,
      message: 'This operation has made the 8 upstream calls that one may make. Ask for less at a time.',
    },
  ]);
});
