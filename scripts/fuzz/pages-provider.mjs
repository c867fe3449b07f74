import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * Pages of both providers whose rows have totals, which `mutate` may change. What was sent to a credential is told by
 * `sentTo`.
 *
 * @param mutate given the text of a page, resolves with the bytes that are sent instead
 */
export async function startPagesProvider(mutate) {
  const sent = new Map();
  const server = createServer((request, response) => {
    const shape = Object.values(SHAPES).find(({ path }) => request.url.startsWith(path));
    const bytes = mutate(JSON.stringify(shape ? shape.page : { data: [] }));
    sent.set(request.headers.authorization, bytes);
    response.writeHead(200, { 'content-type': 'application/json' }).end(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Bytes of the last page of this credential, which are forgotten. */
    sentTo: (authorization) => {
      const bytes = sent.get(authorization);
      sent.delete(authorization);
      return bytes;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const INVOICES = 'invoices(first: 3) { nodes { invoiceId total { decimal currency exponent } } }';

/** The pages by their form: where they are read, how they are asked for, where their rows are, and in which unit money is. */
export const SHAPES = {
  altostrat: {
    path: '/workspaces/ws_fuzz/billing-accounts/cus_fuzz/invoices',
    header: 'authorization',
    query: `{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_fuzz", accountId: "cus_fuzz") { ${INVOICES} } }`,
    rowsOf: (document) => document?.data,
    isInMinorUnits: true,
    page: {
      data: [7, 8, 9].map((number) => ({
        id: `in_${number}`,
        customer_id: 'cus_fuzz',
        status: 'paid',
        amount_due: 1200 + number,
        amount_paid: 1200 + number,
        currency: 'usd',
        created_at: `2026-01-0${number}T10:00:00.000000Z`,
        subtotal: 1000 + number,
        total: 1200 + number,
        tax: 200,
        discount_amount: 0,
        discount_names: [],
        lines: [{ id: `il_${number}`, description: 'Users', amount: 1000 + number, currency: 'usd' }],
      })),
      has_more: false,
      next_cursor: null,
      previous_cursor: null,
    },
  },
  cents: northflank('fuzz-cents', true, { usage: { total: 12.5 } }),
  units: northflank('fuzz-units', false, { status: 'paid', discounts: { total: 0 } }),
};

/** Northflank's pages, in cents or in units of the currency. */
function northflank(team, isInMinorUnits, more) {
  return {
    path: `/v1/teams/${team}/billing/invoices`,
    header: 'northflank-authorization',
    query: `{ billingAccount(provider: NORTHFLANK, accountId: "${team}") { ${INVOICES} } }`,
    rowsOf: (document) => document?.data?.invoices,
    isInMinorUnits,
    page: {
      data: {
        invoices: [7, 8, 9].map((number) => ({
          id: `5964-${number}`,
          period: { start: 1_766_102_400, end: 1_766_966_399 - number },
          currency: 'usd',
          subTotal: isInMinorUnits ? 1000 + number : 10 + number / 100,
          total: isInMinorUnits ? 1200 + number : 12 + number / 100,
          ...more,
        })),
      },
      pagination: { hasNextPage: false, count: 3 },
    },
  };
}
