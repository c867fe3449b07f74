import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jsonAnswer, send } from './http/answer.js';
import { BodyTooLargeError } from './http/request.js';
import { serveControl } from './control/serve-control.js';
import { serveProvider } from './emulator/serve-provider.js';
import { createState, type SandboxOptions } from './emulator/state.js';

export type { SandboxOptions } from './emulator/state.js';
export type { FaultRule } from './faults/fault.js';

export interface Sandbox {
  /** Without a trailing slash; the base URL of either provider. */
  readonly url: string;
  readonly port: number;
  /** Breaks whatever is still open, so that a hanging fault cannot hold it up. */
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that none is closed under a request on its way. */
const KEEP_ALIVE_MS = 75_000;

/** Starts both providers on one port. Rejects when the port cannot be had. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1' } = options;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, createListener(options));
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    close: () => close(server),
  };
}

function createListener(options: SandboxOptions) {
  let state = createState(options);
  const reset = () => {
    state.gate.release();
    state = createState(options);
  };
  return (message: IncomingMessage, response: ServerResponse): void => {
    // The answer is to be the same on every day.
    response.sendDate = false;
    const path = (message.url ?? '').split('?', 1)[0] ?? '';
    const isUnder = (prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
    const serve = () => {
      if (isUnder('/_sandbox')) return serveControl(state, reset, message, response);
      if (isUnder('/workspaces')) return serveProvider(state, 'altostrat', message, response);
      if (isUnder('/v1')) return serveProvider(state, 'northflank', message, response);
      send(jsonAnswer(404, { message: `Neither provider has ${path}.` }), response);
      return Promise.resolve();
    };
    serve().catch((error: unknown) => answerFailure(error, response));
  };
}

/** A client that went away is no failure; anything else is ours, and is shown, for this is a tool for tests. */
function answerFailure(error: unknown, response: ServerResponse): void {
  if (response.destroyed || response.headersSent) return;
  if (error instanceof BodyTooLargeError) {
    response.setHeader('connection', 'close');
    return send(jsonAnswer(413, { message: error.message }), response);
  }
  send(jsonAnswer(500, { message: `Sandbox failure: ${String(error)}` }), response);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
