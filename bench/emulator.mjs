/**
 * The provider: Altostrat's list of invoices, answered from memory by a bare socket, so that it is never the limit.
 * `GET /__stats` tells what was asked since `GET /__reset`; `GET /__delay/20` moves it 20 ms away.
 */
import { createServer } from 'node:net';
import { invoiceIdOf } from './operations.mjs';

const [port = '4100'] = process.argv.slice(2);
let delayMs = 0;
const INVOICES = 200;
const ACCOUNTS = 100_000;
/** Pages that are kept as they are written. */
const PAGES_MAX = 500;
const LINES = 3;
const PATH =
  /^\/workspaces\/\w+\/billing-accounts\/cus_(\d{4,6})\/invoices\?limit=(\d+)(?:&(after|before)=in_\d{4,6}\w{12}(\d{4}))?$/;
const LINK = 'YWNjdF8xTXh5ekFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaMDEyMzQ1Njc4OQ';

let stats = { requests: 0, connections: 0, refused: 0, authorization: '' };
const pages = new Map();

function invoiceOf(account, index) {
  const amount = 1000 + 37 * index + account;
  const at = new Date(Date.UTC(2026, 0, 1) - index * 86_400_000).toISOString().replace('Z', '000Z');
  return {
    id: invoiceIdOf(account, index),
    customer_id: `cus_${String(account).padStart(4, '0')}`,
    status: index === 0 ? 'open' : 'paid',
    amount_due: amount,
    amount_paid: index === 0 ? 0 : amount,
    currency: 'usd',
    created_at: at,
    subtotal: amount,
    total: amount,
    tax: null,
    discount_amount: 0,
    discount_names: [],
    lines: Array.from({ length: LINES }, (_, line) => ({
      id: `il_${account}_${index}_${line}Oabcdefghijk`,
      description: `${line + 1} × Location seats (at $12.00 / month)`,
      amount: 400 + line,
      currency: 'usd',
      quantity: line + 1,
      price_id: 'price_1NabcdefghijklmnOP',
      unit_amount: 400,
      product_name: 'Location seats',
    })),
    due_date: null,
    hosted_invoice_url: `https://invoice.stripe.com/i/acct_1Mxyz/live_${LINK}?s=ap`,
    invoice_pdf: `https://pay.stripe.com/invoice/acct_1Mxyz/live_${LINK}/pdf?s=ap`,
    number: `${String(account).padStart(4, '0')}-${index}`,
  };
}

function write(status, value) {
  const body = Buffer.from(JSON.stringify(value));
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function pageOf(path) {
  const [, account, limit, side, index] = PATH.exec(path) ?? [];
  if (account === undefined || Number(account) >= ACCOUNTS)
    return write('404 Not Found', { message: 'No such account.' });
  const from =
    side === 'after' ? Number(index) + 1 : side === 'before' ? Math.max(0, Number(index) - Number(limit)) : 0;
  const end = Math.min(INVOICES, side === 'before' ? Number(index) : from + Number(limit));
  const data = Array.from({ length: end - from }, (_, at) => invoiceOf(Number(account), from + at));
  const more = side === 'before' ? from > 0 : end < INVOICES;
  return write('200 OK', {
    data,
    has_more: more,
    next_cursor: data.at(-1)?.id ?? null,
    previous_cursor: data[0]?.id ?? null,
  });
}

function answer(head) {
  const path = head.slice(4, head.indexOf(' ', 4));
  if (path === '/__stats') return write('200 OK', stats);
  if (path === '/__reset') {
    stats = { requests: 0, connections: 0, refused: 0, authorization: '' };
    return write('200 OK', {});
  }
  if (path.startsWith('/__delay/')) {
    delayMs = Number(path.slice('/__delay/'.length));
    return write('200 OK', {});
  }
  stats.requests += 1;
  const [, token] = /\r\nauthorization: (Bearer [^\r]+)/i.exec(head) ?? [];
  if (token === undefined) {
    stats.refused += 1;
    return write('401 Unauthorized', { message: 'Unauthenticated.' });
  }
  stats.authorization = token;
  const known = pages.get(path) ?? pageOf(path);
  if (pages.size < PAGES_MAX) pages.set(path, known);
  return known;
}

const server = createServer({ noDelay: true }, (socket) => {
  stats.connections += 1;
  let text = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    text += chunk.latin1Slice();
    for (let end = text.indexOf('\r\n\r\n'); end !== -1; end = text.indexOf('\r\n\r\n')) {
      const bytes = answer(text.slice(0, end + 2));
      text = text.slice(end + 4);
      if (delayMs === 0) socket.write(bytes);
      else setTimeout(() => socket.write(bytes), delayMs);
    }
  });
});
server.listen(Number(port), '127.0.0.1');
