import { createHmac } from 'node:crypto';
import { altostratId } from './export.js';
import type { Api, GraphqlError } from './api.js';
import { noteToken } from './token-watch.js';
import type { Upstream } from './upstream.js';

export const SSE = 'text/event-stream';
export const MULTIPART =
  'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9';

export const SECRET = 'whsec_0123456789abcdef';

/** Nobody looks again by himself before the tests are over. */
export const ONLY_WHEN_WOKEN = {
  LIVE_POLL_MS: '86400000',
  LIVE_POLLS_PER_MINUTE: '10000',
  ALTOSTRAT_WEBHOOK_SECRET: SECRET,
};

/** One message of server-sent events, or one part of a multipart answer. */
export interface StreamMessage {
  readonly id?: string | undefined;
  /** `next`, `complete`, or nothing in multipart. */
  readonly event?: string | undefined;
  // Tests read into answers of any shape; a wrong path fails the assertion that follows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface EventStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next message that says something; undefined: the stream is over. */
  next(): Promise<StreamMessage | undefined>;
  /** All that has come so far, heartbeats included. */
  text(): string;
  close(): void;
}

export interface StreamAsking {
  readonly token?: string | null;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: string;
  readonly path?: string;
}

export const SUBSCRIPTION = (fields: string): string =>
  `subscription ($ids: [ID!]!) { invoiceChanged(accountIds: $ids) { ${fields} } }`;

/** Subscribes; the stream may be refused. */
export async function subscribe(
  { url }: Pick<Api, 'url'>,
  accountIds: readonly string[],
  { token = 'sandbox-altostrat', accept = SSE, headers, fields, path = '/graphql' }: StreamAsking = {},
): Promise<EventStream> {
  noteToken(token ?? '');
  const controller = new AbortController();
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({
      query: SUBSCRIPTION(fields ?? 'cause invoice { invoiceId status }'),
      variables: { ids: accountIds },
    }),
    signal: controller.signal,
  });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const read = accept === SSE ? readSse : readPart;
  const decoder = new TextDecoder();
  let all = '';
  let rest = '';
  const next = async (): Promise<StreamMessage | undefined> => {
    for (;;) {
      const found = read(rest);
      if (found) {
        rest = rest.slice(found.length);
        if (found.message) return found.message;
        continue;
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      const text = decoder.decode(value, { stream: true });
      all += text;
      rest += text;
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    next,
    text: () => all,
    close: () => controller.abort(),
  };
}

interface Found {
  readonly length: number;
  /** Undefined: it says nothing. */
  readonly message: StreamMessage | undefined;
}

function readSse(text: string): Found | undefined {
  const end = text.indexOf('\n\n');
  if (end === -1) return undefined;
  const fields = new Map(
    text
      .slice(0, end)
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const [event, data] = [fields.get('event'), fields.get('data')];
  const length = end + 2;
  if (event === undefined) return { length, message: undefined };
  return { length, message: { id: fields.get('id'), event, body: data ? JSON.parse(data) : undefined } };
}

function readPart(text: string): Found | undefined {
  const end = text.indexOf('\r\n--graphql');
  if (end === -1) return undefined;
  const length = end + '\r\n--graphql'.length;
  const json = text.slice(0, end).split('\r\n\r\n')[1];
  const body = json === undefined ? undefined : (JSON.parse(json) as object);
  return { length, message: body && Object.keys(body).length > 0 ? { body } : undefined };
}

/** The errors of a stream that was refused. */
export async function refusalOf(stream: EventStream): Promise<readonly GraphqlError[]> {
  await stream.next();
  return (JSON.parse(stream.text()) as { errors: GraphqlError[] }).errors;
}

let accounts = 0;
let events = 0;

/** An account of its own with `count` invoices, `in_<account>_1` the oldest. */
export interface LiveAccount {
  readonly id: string;
  readonly accountId: string;
  invoiceId(number: number): string;
  add(): Promise<string>;
  patch(invoiceId: string, members: object): Promise<void>;
}

export async function liveAccount(upstream: Upstream, count = 3): Promise<LiveAccount> {
  accounts += 1;
  const accountId = `cus_live_${accounts}`;
  const invoiceId = (number: number): string => `in_live_${accountId.slice(9)}_${number}`;
  const row = (number: number): object => ({
    id: invoiceId(number),
    customer_id: accountId,
    status: 'open',
    currency: 'usd',
    total: 100 * number,
    created_at: new Date(Date.UTC(2026, 0, number)).toISOString().replace('.000Z', '.000000Z'),
  });
  const rows = Array.from({ length: count }, (_, index) => row(count - index));
  await upstream.createAccount({ workspaceId: 'ws_acme', accountId, invoices: rows });
  let last = count;
  const path = `/accounts/${accountId}/invoices`;
  return {
    accountId,
    id: altostratId(accountId, 'ws_acme'),
    invoiceId,
    add: async () => {
      last += 1;
      await upstream.control('POST', path, { invoices: [row(last)] });
      return invoiceId(last);
    },
    patch: async (id, members) => void (await upstream.control('PATCH', `${path}/${id}`, members)),
  };
}

export interface Webhook {
  readonly accountId: string;
  readonly eventId?: string;
  readonly type?: string;
  /** Unix seconds. */
  readonly seconds?: number;
  readonly secret?: string;
  /** Stands in place of the header that would be right. */
  readonly signature?: string;
  /** Stands in place of the body that was signed. */
  readonly body?: string;
}

/** Tells the server, as the provider would, that an invoice of the account changed. */
export async function sendWebhook({ url }: Pick<Api, 'url'>, webhook: Webhook): Promise<Response> {
  const { accountId, type = 'invoice.updated', seconds = Math.floor(Date.now() / 1000) } = webhook;
  const { eventId = `evt_${(events += 1)}`, secret = SECRET } = webhook;
  const signed = JSON.stringify({ id: eventId, type, data: { object: { customer: accountId } } });
  const right = createHmac('sha256', secret).update(`${seconds}.${signed}`).digest('hex');
  return fetch(`${url}/webhooks/altostrat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': webhook.signature ?? `t=${seconds},v1=${right}`,
    },
    body: webhook.body ?? signed,
  });
}
