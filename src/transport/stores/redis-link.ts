import { Redis, type RedisOptions } from 'ioredis';

/**
 * What became of one thing that the store was asked for: what was read was there or was not; it answered with an error, or not
 * in time; or it was not asked, because it is left alone.
 */
export type StoreOutcome = 'hit' | 'miss' | 'error' | 'timeout' | 'away';

/** An answer of the store's, or why there is none. */
export type Asked<Answer> =
  { readonly answer: Answer } | { readonly failure: Extract<StoreOutcome, 'error' | 'timeout' | 'away'> };

export interface RedisLinkOptions {
  /** `redis:` or `rediss:`, credentials and the number of the database included. */
  readonly url: URL;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly onOutcome: (outcome: StoreOutcome) => void;
  /** The store is there, or is left alone from now on; the reason is one word and holds nothing that the store wrote. */
  readonly onChange: (awayFor: string | undefined) => void;
}

/** Who hears what is published. */
export interface Ear {
  onMessage(message: Buffer): void;
  /** Whether what is published from now on is heard. */
  onListening(isListening: boolean): void;
}

/** How long a store in trouble is left alone at first, and at most; doubled each time that it has not answered since. */
const AWAY_MS = 250;
const AWAY_MS_MAX = 15_000;

const OPTIONS: RedisOptions = {
  protocol: 2,
  // What cannot be said at once is not said: nobody waits for a connection, and nothing piles up.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2000,
  /** Without a byte where one is waited for, as while it is being greeted. */
  socketTimeout: 10_000,
  disconnectTimeout: 100,
};

/**
 * A connection to Redis or Valkey that is made in the background, and again whenever it was lost. Whatever is wrong with the
 * store costs a caller `READ_MS` of `store.ts` at most, once: the connection is then dropped, with all that it was asked, and until there is
 * another one the store is not asked at all.
 */
export class RedisLink {
  readonly redis: Redis;
  readonly #backOff: BackOff;
  #ear: Redis | undefined;
  #dedicated: Redis | undefined;
  #isThere = false;
  /** Why the connection is about to be lost; undefined: it is not, or nobody knows. */
  #trouble: string | undefined;
  #toldReason: string | undefined = 'nothing yet';

  constructor(private readonly options: RedisLinkOptions) {
    this.#backOff = new BackOff(options.random);
    this.redis = connect(options.url, this.#backOff);
    this.redis.on('error', (error) => (this.#trouble = reasonOf(error)));
    this.redis.on('ready', () => {
      this.#isThere = true;
      this.#trouble = undefined;
      this.#tell(undefined);
    });
    this.redis.on('close', () => this.#leave(this.#trouble ?? 'closed'));
  }

  /** Whether it is worth asking. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Never rejects. What is asked for must hold nothing that the store may not see. */
  async ask<Answer>(command: (redis: Redis) => Promise<Answer>, timeoutMs: number): Promise<Asked<Answer>> {
    if (!this.#isThere) return this.#fail('away');
    try {
      const answer = await inTime(command(this.redis), timeoutMs);
      if (answer === LATE) {
        this.#drop();
        return this.#fail('timeout');
      }
      this.#backOff.reset();
      return { answer };
    } catch {
      return this.#fail('error');
    }
  }

  /** Has somebody hear all that is published on a channel, over a connection of its own. */
  listen(channel: string, ear: Ear): void {
    const backOff = new BackOff(this.options.random);
    const redis = (this.#ear = connect(this.options.url, backOff));
    redis.on('error', () => undefined);
    redis.on('ready', () => {
      redis.subscribe(channel).then(
        () => {
          backOff.reset();
          ear.onListening(true);
        },
        () => redis.disconnect(true),
      );
    });
    redis.on('close', () => ear.onListening(false));
    redis.on('messageBuffer', (_channel, message) => ear.onMessage(message));
  }

  /**
   * Makes another connection, for what keeps one busy. `onReady` is called each time that it is there; what it is handed says
   * that the connection has been of use.
   */
  dedicate(onReady: (redis: Redis, beOfUse: () => void) => void): void {
    const backOff = new BackOff(this.options.random);
    const redis = (this.#dedicated = connect(this.options.url, backOff));
    redis.on('error', () => undefined);
    redis.on('ready', () => onReady(redis, () => backOff.reset()));
  }

  /** That it is gone then is no news. */
  close(): void {
    this.#isThere = false;
    this.redis.removeAllListeners('close');
    this.redis.disconnect();
    this.#ear?.disconnect();
    this.#dedicated?.disconnect();
  }

  /** Of several that waited in vain, the first one ends it. */
  #drop(): void {
    if (!this.#isThere) return;
    this.#trouble = 'slow';
    this.#leave(this.#trouble);
    this.redis.disconnect(true);
  }

  #leave(reason: string): void {
    this.#isThere = false;
    this.#tell(reason);
  }

  #tell(reason: string | undefined): void {
    if (reason === this.#toldReason) return;
    this.#toldReason = reason;
    this.options.onChange(reason);
  }

  #fail<Failure extends StoreOutcome>(failure: Failure): { readonly failure: Failure } {
    this.options.onOutcome(failure);
    return { failure };
  }
}

/** How long the store is left alone after it was lost. */
class BackOff {
  #losses = 0;

  constructor(private readonly random: () => number) {}

  /** It has been of use. */
  reset(): void {
    this.#losses = 0;
  }

  /** Milliseconds; at least half of the whole time. */
  next(): number {
    const awayMs = Math.min(AWAY_MS * 2 ** this.#losses, AWAY_MS_MAX);
    this.#losses += 1;
    return Math.ceil((awayMs * (1 + this.random())) / 2);
  }
}

function connect(url: URL, backOff: BackOff): Redis {
  // One address may be many names, so the name is said; what is no name may not be.
  const isNamed = url.protocol === 'rediss:' && !/^[\d.]+$|^\[/.test(url.hostname);
  const tls = isNamed ? { tls: { servername: url.hostname } } : {};
  return new Redis(url.href, { ...OPTIONS, ...tls, retryStrategy: () => backOff.next() });
}

const LATE = Symbol('late');

/** An answer that lies there unread, because this process was busy, has come in time. */
async function inTime<Answer>(answer: Promise<Answer>, timeoutMs: number): Promise<Answer | typeof LATE> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => resolve(LATE)), timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** What Redis answers where it does not serve somebody. Any other word might be of the store's own making. */
const REFUSALS = new Set(['WRONGPASS', 'NOAUTH', 'NOPERM', 'LOADING', 'MASTERDOWN', 'READONLY', 'MISCONF']);

/** Node's word for a connection that failed, or the store's for its refusal. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'string') return code;
  const [word = ''] = String(message).split(' ', 1);
  return REFUSALS.has(word) ? word : 'unreadable';
}
