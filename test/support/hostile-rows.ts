import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Draw } from './generate-operation.js';

/** A provider in Altostrat's form whose answers are mostly sound and now and then anything at all. */
export interface HostileProvider {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** JSON texts that nobody documents. */
const ODD = [
  'null',
  '""',
  '"text"',
  '0',
  '-5',
  '1.5',
  '1e3',
  '12345678901234567890',
  '9007199254740993',
  'true',
  '[]',
  '{}',
  '[null]',
  '["a",7]',
  '"\\ud800"',
  '"q\\"\\\\\\n\\u0000"',
  '"\u00d7 \ud83d\ude00"',
  '"2026-02-30T00:00:00Z"',
  '"9999-12-31T23:59:59-05:00"',
  '"https://x.test/a b"',
  '"http://plain.test"',
  '"xyz"',
  '"JPY"',
  '{"id":"cus_9"}',
];

/** Whole numbers from a seed, always the same ones: mulberry32. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const ROWS = 7;

export async function startHostileProvider(): Promise<HostileProvider> {
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://provider');
    const [, , workspace = '', kind, account = '', what] = pathname.split('/');
    const { status, text } = answer({ workspace, kind, account, what }, searchParams);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What the segments of a path name. */
interface Asked {
  readonly workspace: string;
  readonly kind: string | undefined;
  readonly account: string;
  readonly what: string | undefined;
}

function listOf(rows: readonly string[]): Answer {
  return { status: 200, text: `{"data":[${rows.join()}],"has_more":false}` };
}

function answer({ workspace, kind, account, what }: Asked, query: URLSearchParams): Answer {
  const number = Number(account.replace(/\D/g, '') || '0');
  const draw = drawFrom(number * 7919 + (what ?? '').length);
  // Every fourth account is in order, every seventh cannot be read at all.
  const odds = number % 4 === 0 ? 0 : 12;
  if (workspace === '')
    return listOf(
      [0, 1, 2].map((index) =>
        object(draw, 6, [
          ['id', `"ws_${index}"`],
          ['name', '"Acme"'],
        ]),
      ),
    );
  if (account === '' && kind === 'billing-accounts')
    return listOf([0, 1, 2, 4].map((index) => object(draw, 6, profile(`cus_${index}`))));
  if (account === '')
    return {
      status: 200,
      text: object(draw, 0, [
        ['id', `"${workspace}"`],
        ['name', '"Acme"'],
      ]),
    };
  // Of those that are not made again: how often others are depends on what else is asked at the time.
  if (number % 7 === 6) return { status: [403, 501, 422, 200][draw(4)] ?? 501, text: '{"message":"No."}' };
  switch (what) {
    case undefined:
      return { status: 200, text: object(draw, odds, profile(account)) };
    case 'subscriptions':
      return {
        status: 200,
        text: `{"data":[${[0, 1, 2].map((index) => object(draw, odds, subscription(account, index))).join()}]}`,
      };
    case 'invoices':
      return { status: 200, text: invoices(account, draw, odds, query) };
    default:
      return { status: 404, text: '{}' };
  }
}

function invoices(account: string, draw: Draw, odds: number, query: URLSearchParams): string {
  const rows = Array.from({ length: ROWS }, (_, index) =>
    object(draw, odds, invoice(account, index, draw, odds)),
  );
  const limit = Number(query.get('limit') ?? 100);
  const at = (id: string | null): number => Number(id?.split('_').at(-1) ?? -1);
  const before = query.has('before') ? at(query.get('before')) : undefined;
  const end = before ?? Math.min(ROWS, at(query.get('after')) + 1 + limit);
  const begin = before === undefined ? at(query.get('after')) + 1 : Math.max(0, before - limit);
  const more = before === undefined ? end < ROWS : begin > 0;
  return `{"data":[${rows.slice(begin, end).join()}],"has_more":${more}}`;
}

type Member = readonly [string, string];

function invoice(account: string, index: number, draw: Draw, odds: number): readonly Member[] {
  const lines = Array.from({ length: draw(4) }, (_, line) => object(draw, odds, lineOf(index, line)));
  return [
    ['id', `"in_${account}_${index}"`],
    ['customer_id', `"${account}"`],
    ['status', '"paid"'],
    ['number', `"N-${index} \u00d7"`],
    ['currency', '"usd"'],
    ['created_at', `"2026-01-0${9 - index}T10:00:00.000000Z"`],
    ['due_date', 'null'],
    ['subtotal', String(1000 + index)],
    ['tax', 'null'],
    ['discount_amount', 'null'],
    ['discount_names', '[]'],
    ['total', String(1000 + index)],
    ['amount_due', String(1000 + index)],
    ['amount_paid', '0'],
    ['hosted_invoice_url', '"https://pay.test/i/1"'],
    ['invoice_pdf', '"https:\\/\\/pay.test\\/i\\/1.pdf"'],
    ['lines', `[${lines.join()}]`],
  ];
}

function lineOf(invoiceIndex: number, index: number): readonly Member[] {
  return [
    ['id', `"il_${invoiceIndex}_${index}"`],
    ['description', `"${index} \u00d7 \\"Seat\\""`],
    ['amount', String(100 * index)],
    ['currency', '"usd"'],
    ['quantity', '3'],
    ['price_id', '"price_1"'],
    ['unit_amount', '100'],
    ['product_name', '"Seat"'],
  ];
}

function profile(account: string): readonly Member[] {
  return [
    ['id', `"${account}"`],
    ['name', '"Acme \u00d7"'],
    ['email', '"billing@acme.test"'],
    ['currency', '"eur"'],
    ['created_at', '"2025-05-05T05:05:05Z"'],
  ];
}

function subscription(account: string, index: number): readonly Member[] {
  return [
    ['id', `"sub_${index}"`],
    ['customer_id', `"${account}"`],
    ['status', '"active"'],
    ['currency', '"usd"'],
    ['product_quantities', '{"location":3}'],
    ['created_at', '"2025-05-05T05:05:05Z"'],
  ];
}

/** One in `odds` members is odd, or missing; none where that is 0. */
function object(draw: Draw, odds: number, members: readonly Member[]): string {
  const written = members.flatMap(([name, text]) => {
    if (odds === 0 || draw(odds) > 0) return [`"${name}":${text}`];
    return draw(4) === 0 ? [] : [`"${name}":${ODD[draw(ODD.length)] ?? 'null'}`];
  });
  return `{${written.join()}}`;
}
