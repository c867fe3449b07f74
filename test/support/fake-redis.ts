import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What the fake does. `well`: it answers as Redis does. `slow`: it takes five seconds for each answer. `silent`: it takes
 * forever. `deaf`: nobody may listen. `garbage`: it writes what is no answer. `cut`: it stops in the middle of each answer. `full`: it takes no more in.
 * `failing`: it answers everything with an error. The greeting is answered well in all of them but `stalled`, where it is never.
 */
export type FakeMode =
  'well' | 'slow' | 'silent' | 'deaf' | 'garbage' | 'cut' | 'full' | 'failing' | 'stalled';

export interface FakeEntry {
  readonly bytes: Buffer;
  /** Milliseconds; undefined: it is kept for ever. */
  readonly ttlMs: number | undefined;
}

/** As much of Redis as the server speaks to, over real TCP, that keeps all it was given and can be made to misbehave. */
export interface FakeRedis {
  readonly url: string;
  readonly port: number;
  mode: FakeMode;
  /** What it answers to a read instead of what it has. */
  lie: ((key: string, truth: Buffer | undefined) => Buffer | undefined) | undefined;
  /** What it answers when it is asked how it is. */
  greeting: string | undefined;
  readonly entries: Map<string, FakeEntry>;
  readonly published: Buffer[];
  /** Names of the commands that came, greetings left out. */
  readonly commands: string[];
  readonly connections: () => number;
  /** Those that have subscribed. */
  readonly listeners: () => number;
  /** Says something to all who listen. */
  publish(message: Buffer): void;
  /** Ends all connections, and takes new ones. */
  drop(): void;
  close(): Promise<void>;
}

export interface FakeRedisOptions {
  readonly password?: string;
  readonly port?: number;
}

const GREETINGS = new Set(['AUTH', 'CLIENT', 'SELECT', 'INFO', 'SUBSCRIBE']);
const SLOW_MS = 5000;
const GARBAGE = 'HTTP/1.1 200 OK\r\n\r\n{"__proto__":{"isPaid":true}}\r\n';

export async function startFakeRedis({ password, port = 0 }: FakeRedisOptions = {}): Promise<FakeRedis> {
  const clients = new Set<Client>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const client = new Client(socket, fake, clients, password);
    sockets.add(socket);
    socket.on('data', (chunk) => client.read(chunk));
    socket
      .on('error', () => undefined)
      .on('close', () => {
        sockets.delete(socket);
        clients.delete(client);
      });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const drop = (): void => sockets.forEach((socket) => void socket.destroy());
  const address = server.address() as AddressInfo;
  const fake: FakeRedis = {
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${address.port}`,
    port: address.port,
    mode: 'well',
    lie: undefined,
    greeting: undefined,
    entries: new Map(),
    published: [],
    commands: [],
    connections: () => sockets.size,
    listeners: () => clients.size,
    publish: (message) => clients.forEach((client) => client.hear(message)),
    drop,
    close: async () => {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}

class Client {
  #unread = Buffer.alloc(0);
  #isKnown: boolean;
  #channel: Buffer | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly fake: FakeRedis,
    private readonly clients: Set<Client>,
    private readonly password: string | undefined,
  ) {
    this.#isKnown = password === undefined;
  }

  hear(message: Buffer): void {
    if (this.#channel)
      this.socket.write(array(bulk(Buffer.from('message')), bulk(this.#channel), bulk(message)));
  }

  read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    for (let command = this.#next(); command; command = this.#next()) this.#answer(command);
  }

  /** An array of texts is all that a client sends. */
  #next(): Buffer[] | undefined {
    let at = 0;
    const line = (): number | undefined => {
      const end = this.#unread.indexOf('\r\n', at);
      if (end < 0) return undefined;
      const count = Number(this.#unread.toString('latin1', at + 1, end));
      at = end + 2;
      return count;
    };
    const count = line();
    if (count === undefined) return undefined;
    const words: Buffer[] = [];
    while (words.length < count) {
      const length = line();
      if (length === undefined || this.#unread.length < at + length + 2) return undefined;
      words.push(Buffer.from(this.#unread.subarray(at, at + length)));
      at += length + 2;
    }
    this.#unread = this.#unread.subarray(at);
    return words;
  }

  #answer(command: readonly Buffer[]): void {
    const name = String(command[0]).toUpperCase();
    const isGreeting = GREETINGS.has(name);
    if (!isGreeting) this.fake.commands.push(name);
    const { mode } = this.fake;
    const answer = this.#toAnswer(name, command);
    if (mode === 'stalled') return;
    if (mode === 'deaf' && name === 'SUBSCRIBE') return void this.socket.write(error('NOPERM no'));
    if (isGreeting || mode === 'well' || mode === 'deaf') return void this.socket.write(answer);
    if (mode === 'slow') setTimeout(() => this.socket.write(answer), SLOW_MS).unref();
    else if (mode === 'garbage') this.socket.write(GARBAGE);
    else if (mode === 'cut') this.socket.write(answer.subarray(0, Math.ceil(answer.length / 2)));
    else if (mode === 'failing') this.socket.write(error('ERR nothing works today'));
    else if (mode === 'full') this.socket.write(name === 'GETRANGE' ? answer : error('OOM no memory'));
  }

  #toAnswer(name: string, command: readonly Buffer[]): Buffer {
    if (name === 'INFO' && this.fake.greeting !== undefined) return Buffer.from(`${this.fake.greeting}\r\n`);
    return this.#isKnown || GREETINGS.has(name) ? this.#do(name, command.slice(1)) : error('NOAUTH no');
  }

  #do(name: string, given: readonly Buffer[]): Buffer {
    const doing: Readonly<Record<string, () => Buffer>> = {
      AUTH: () => this.#greet(String(given.at(-1))),
      CLIENT: () => OK,
      SELECT: () => OK,
      INFO: () => (this.#isKnown ? bulk(Buffer.from('loading:0\r\n')) : error('NOAUTH no')),
      SUBSCRIBE: () => this.#subscribe(given[0] as Buffer),
      GETRANGE: () => bulk(this.#find(String(given[0]), Number(given[2]))),
      SET: () => this.#keep(given),
      PUBLISH: () => this.#publish(given[1] as Buffer),
      EVAL: () => this.#count(given),
      EVALSHA: () => this.#count(given),
    };
    return doing[name]?.() ?? error('ERR unknown command');
  }

  #greet(password: string): Buffer {
    this.#isKnown = password === this.password;
    return this.#isKnown ? OK : error('WRONGPASS invalid password');
  }

  #subscribe(channel: Buffer): Buffer {
    this.#channel = channel;
    this.clients.add(this);
    return array(bulk(Buffer.from('subscribe')), bulk(channel), number(1));
  }

  #find(key: string, last: number): Buffer {
    const truth = this.fake.entries.get(key)?.bytes;
    const told = this.fake.lie ? this.fake.lie(key, truth) : truth;
    return (told ?? Buffer.alloc(0)).subarray(0, last + 1);
  }

  #keep([key, bytes, unit, ttl]: readonly Buffer[]): Buffer {
    if (this.fake.mode === 'full') return OK;
    const ttlMs = String(unit) === 'PX' ? Number(ttl) : undefined;
    this.fake.entries.set(String(key), { bytes: bytes as Buffer, ttlMs });
    return OK;
  }

  #publish(message: Buffer): Buffer {
    this.fake.published.push(message);
    this.fake.publish(message);
    return number(this.clients.size);
  }

  /** The one script that is run: adds to a count, which ends with its minute. */
  #count([, , key, points, seconds]: readonly Buffer[]): Buffer {
    const before = Number(this.fake.entries.get(String(key))?.bytes ?? 0);
    const ttlMs = Number(seconds) * 1000;
    const count = before + Number(points);
    this.fake.entries.set(String(key), { bytes: Buffer.from(String(count)), ttlMs });
    return array(number(count), number(ttlMs));
  }
}

const OK = Buffer.from('+OK\r\n');
const error = (text: string): Buffer => Buffer.from(`-${text}\r\n`);
const number = (value: number): Buffer => Buffer.from(`:${value}\r\n`);
const bulk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')]);
const array = (...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(`*${parts.length}\r\n`), ...parts]);
