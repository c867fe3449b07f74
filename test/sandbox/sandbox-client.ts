import { connect } from 'node:net';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.js';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  json: JsonReply;
}

/** The few keys the tests go into; all other values are compared as they are. */
export interface JsonReply {
  [key: string]: unknown;
  id?: string;
  status?: string;
  currency?: string;
  next_cursor?: string | null;
  data?: JsonReply[] & { invoices?: JsonReply[]; teams?: JsonReply[] };
  lines?: JsonReply[];
  errors?: JsonReply;
  pagination?: { hasNextPage: boolean; cursor?: string; count: number };
}

export interface SandboxClient extends Sandbox {
  altostrat(path: string, init?: RequestInit, token?: string): Promise<Reply>;
  northflank(path: string, token?: string): Promise<Reply>;
  preview(accountPath: string, body: unknown): Promise<Reply>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
}

export async function openSandbox(options: SandboxOptions = {}): Promise<SandboxClient> {
  const sandbox = await startSandbox(options);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const ask = async (path: string, init: RequestInit): Promise<Reply> => {
    const response = await fetch(sandbox.url + path, { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
  const altostrat = (path: string, init: RequestInit = {}, token = 'sandbox-altostrat') =>
    ask(`/workspaces${path}`, { ...init, headers: { ...bearer(token), ...init.headers } });
  return {
    ...sandbox,
    altostrat,
    northflank: (path, token = 'sandbox-northflank') => ask(`/v1${path}`, { headers: bearer(token) }),
    preview: (accountPath, body) =>
      altostrat(`${accountPath}/invoices/preview`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    control: (method, path, body) =>
      ask(`/_sandbox${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) }),
  };
}

function parse(text: string): JsonReply {
  try {
    return JSON.parse(text) as JsonReply;
  } catch {
    return {};
  }
}

export const ACME_US = '/ws_acme/billing-accounts/cus_acme_us';

/** An account with invoices 9 (newest) to 1, named by their number alone. */
export async function plantNine(sandbox: SandboxClient, cursors = 'ids'): Promise<string> {
  const invoices = [9, 8, 7, 6, 5, 4, 3, 2, 1].map((number) => ({ id: `i${number}` }));
  await sandbox.control('POST', '/accounts', {
    workspaceId: 'ws_nine',
    accountId: 'cus_nine',
    invoices,
    cursors,
  });
  return '/ws_nine/billing-accounts/cus_nine/invoices';
}

export function idsOf(reply: Reply): string {
  return reply.json.data!.map(({ id }) => id).join(' ');
}

export interface RawReply {
  text: string;
  errorCode: string | undefined;
}

/** What really comes over the wire, up to the end of the connection or to a text after which nothing more is expected. */
export function rawGet(sandbox: SandboxClient, path: string, until?: string): Promise<RawReply> {
  const connection = until === undefined ? 'close' : 'keep-alive';
  return new Promise((resolve) => {
    let text = '';
    let errorCode: string | undefined;
    const socket = connect(sandbox.port, '127.0.0.1', () =>
      socket.write(
        `GET /workspaces${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sandbox-altostrat\r\nConnection: ${connection}\r\n\r\n`,
      ),
    );
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      if (until !== undefined && text.endsWith(until)) socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (errorCode = error.code));
    socket.on('close', () => resolve({ text, errorCode }));
  });
}
