import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startBalancer } from './balancer.js';
import { noteToken, watchAnswer, watchServer } from './token-watch.js';
import { START_WORDS } from './start-words.js';

const ADDRESS = /http:\/\/[^\s"/]+/;

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  // Tests read into answers of any shape; a wrong path fails the assertion that follows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors: readonly GraphqlError[];
}

export interface Asking {
  readonly variables?: Record<string, unknown>;
  /** Bearer value for Altostrat; null sends no credential. */
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** The built server as its users have it: a process of its own, spoken to over HTTP. */
export interface Api {
  readonly url: string;
  /** What `ask` posts to: the graph for clients, or the one for routers. */
  readonly path: '/graphql' | '/subgraph';
  ask(query: string, asking?: Asking): Promise<GraphqlAnswer>;
  /** Everything the process has written so far. */
  output(): string;
  /** Sends SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  readonly process: ChildProcess;
}

/** Starts a server whose `environment` adds to an otherwise empty one. */
export type StartServer = (environment: Record<string, string>) => Promise<Api>;

/** Has all of a test run's servers interpret their queries: `COMPILE_QUERIES=off npm test -- test/api`. */
const compileQueries = process.env['COMPILE_QUERIES'];

/** Has every server of a test run stand as two, behind a balancer: `npm run hostile -- --profile replicas`. */
const isReplicated = process.env['REPLICAS'] === '2';

/** Starts `dist/billing-graphql.js` on a free port. `environment` adds to an otherwise empty one. */
export async function startApi(environment: Record<string, string>): Promise<Api> {
  return isReplicated ? startReplicas(environment) : startProcess(environment);
}

/**
 * Two servers that know of each other what they find in one store; connections go to them in turn. They are asked as a
 * router asks, who sees one graph of many servers.
 */
async function startReplicas(environment: Record<string, string>): Promise<Api> {
  // The others need not load its client.
  const { startRedis } = await import('./redis-server.js');
  const store = await startRedis();
  const asSubgraph = { SUBGRAPH_NODE: 'on', REDIS_URL: store.url, ...environment };
  const [first, second] = await Promise.all([startProcess(asSubgraph), startProcess(asSubgraph)]);
  const balancer = await startBalancer([first.url, second.url]);
  return {
    url: balancer.url,
    path: '/subgraph',
    process: first.process,
    output: () => first.output() + second.output(),
    ask: async (query, asking) =>
      ask(`${balancer.url}/subgraph`, query, {
        ...asking,
        headers: { connection: 'close', ...asking?.headers },
      }),
    stop: async () => {
      const [code, other] = await Promise.all([first.stop(), second.stop()]);
      await Promise.all([balancer.close(), store.stop()]);
      return code === 0 ? other : code;
    },
  };
}

/** As `startApi`, and always one process: for what is a fact of one, as its life, its connections and its turns are. */
export async function startProcess(environment: Record<string, string>): Promise<Api> {
  const child = spawn(process.execPath, START_WORDS, {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      // What an operation costs is counted where nothing is kept of the one before.
      CACHE_MAX_AGE_MS: '0',
      // Answers are compared whole.
      CALL_COST: 'off',
      ...(compileQueries && { COMPILE_QUERIES: compileQueries }),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const url = await firstAddress(child, exited, written);
  const output = (): string => written.join('');
  watchServer({ url, output });
  return {
    url,
    path: '/graphql',
    process: child,
    output,
    ask: async (query, asking) => ask(`${url}/graphql`, query, asking),
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}

async function firstAddress(
  child: ChildProcess,
  exited: Promise<unknown>,
  written: string[],
): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const found = (async () => {
    for await (const line of lines) {
      const match = ADDRESS.exec(line);
      if (match) return match[0].replace('//localhost:', '//127.0.0.1:');
    }
    throw new Error('The server wrote no address.');
  })();
  const ended = exited.then(() => {
    throw new Error(`The server ended before it answered:\n${written.join('')}`);
  });
  return Promise.race([found, ended]);
}

async function ask(url: string, query: string, asking: Asking = {}): Promise<GraphqlAnswer> {
  const { variables, token = 'sandbox-altostrat', headers, signal } = asking;
  const sent = [token ?? '', ...tokensOf(headers)];
  sent.forEach(noteToken);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
    signal: signal ?? null,
  });
  const text = await response.text();
  const body = JSON.parse(text) as { data?: unknown; errors?: GraphqlError[] };
  watchAnswer(sent, response.headers, body.errors ?? []);
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: body.data,
    errors: body.errors ?? [],
  };
}

/** Of each header that carries a credential, whichever provider's. */
function tokensOf(headers: Record<string, string> = {}): readonly string[] {
  const credentials = Object.entries(headers).filter(([name]) => /authorization$/i.test(name));
  return credentials.map(([, value]) => value.replace(/^bearer /i, ''));
}
