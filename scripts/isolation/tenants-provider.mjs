import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { amountOf } from './tenants.mjs';

const ROWS = 6;
const KEEP_ALIVE_MS = 75_000;
const ISSUED = '2025-12-01T00:00:00.000000Z';

/**
 * A provider that tells each of `tenants` something else of one and the same account, after a while that differs, and that
 * has its own trouble with some of them. `expected` counts the calls that came with a token that it knows, `strange` the others.
 */
export async function startTenantsProvider(tenants) {
  const byToken = new Map(tenants.map((tenant) => [`Bearer ${tenant.token}`, tenant]));
  const calls = { expected: 0, strange: 0 };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, async (message, response) => {
    const tenant = byToken.get(message.headers.authorization);
    if (!tenant) {
      calls.strange += 1;
      return send(response, 401, { message: 'Unauthenticated.' });
    }
    calls.expected += 1;
    message.resume();
    await sleep(tenant.trouble === 'slow' ? 30 : 1 + ((calls.expected * 7) % 6));
    answer(tenant, calls.expected, new URL(message.url, 'http://provider'), response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(tenant, turn, { pathname, searchParams }, response) {
  const { mark, trouble } = tenant;
  const refuse = (status, headers) =>
    send(response, status, { message: mark, code: mark }, { 'x-request-id': `rq-${mark}`, ...headers });
  if (trouble === 'turnedAway' && turn % 4 === 0) return refuse(429, { 'retry-after': '1' });
  if (trouble === 'forbidden' && turn % 3 === 0) return refuse(403);
  if (trouble === 'failing' && turn % 8 === 0) return refuse(500);
  if (trouble === 'reset' && turn % 8 === 0) return response.socket?.resetAndDestroy();
  if (pathname.endsWith('/invoices/preview')) return send(response, 200, toInvoice(tenant, 0));
  if (pathname.endsWith('/invoices')) return send(response, 200, toPage(tenant, searchParams));
  if (pathname.endsWith('/subscriptions')) return send(response, 200, { data: [toSubscription(tenant)] });
  return send(response, 200, toAccount(tenant));
}

function send(response, status, body, headers) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function toAccount({ mark }) {
  return {
    id: 'cus_hot',
    workspace_id: 'ws_hot',
    name: `Account of ${mark}`,
    email: `${mark}@example.com`,
    currency: 'usd',
    created_at: ISSUED,
    updated_at: ISSUED,
  };
}

/** The same rows of all, but for what they say. */
function toPage(tenant, searchParams) {
  const [limit, after] = [Number(searchParams.get('limit')), searchParams.get('after')];
  const start = after ? Number(after.split('_').at(-1)) + 1 : 0;
  const rows = Array.from({ length: ROWS }, (_, row) => toInvoice(tenant, row)).slice(start, start + limit);
  const more = start + rows.length < ROWS;
  return { data: rows, has_more: more, next_cursor: more ? rows.at(-1).id : null, previous_cursor: null };
}

function toInvoice(tenant, row) {
  const { mark } = tenant;
  const total = amountOf(tenant, row);
  const line = { id: `il_${mark}_${row}`, description: `Line of ${mark}`, amount: total, currency: 'usd' };
  return {
    id: `in_${mark}_${row}`,
    customer_id: 'cus_hot',
    status: 'paid',
    amount_due: total,
    amount_paid: total,
    currency: 'usd',
    created_at: `2025-11-${30 - row}T00:00:00.000000Z`,
    subtotal: total,
    total,
    tax: null,
    discount_amount: null,
    discount_names: [],
    lines: [{ ...line, quantity: 1, price_id: null, unit_amount: total, product_name: mark }],
    due_date: null,
    hosted_invoice_url: `https://invoice.stripe.com/i/${mark}`,
    invoice_pdf: null,
    number: `NO-${mark}-${row}`,
  };
}

function toSubscription({ mark }) {
  return {
    id: `sub_${mark}`,
    billing_account_id: 'cus_hot',
    status: 'active',
    currency: 'usd',
    product_quantities: {},
    metadata: {},
    current_period_start: ISSUED,
    current_period_end: ISSUED,
    created_at: ISSUED,
    updated_at: ISSUED,
  };
}
