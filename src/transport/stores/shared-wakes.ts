import type { Redis } from 'ioredis';
import type { RedisLink } from './redis-link.js';
import { WRITE_MS } from './store.js';
import { VERSION } from './seal.js';

const STREAM = `${VERSION}:wakes`;
/** Of those that are kept, for replicas that were away for a moment. */
const KEPT_MAX = 1000;
/** Of one answer. */
const COUNT_MAX = 100;
/** Shorter than a connection may be without a byte. */
const BLOCK_MS = 5000;
const ID = /^\d{1,20}-\d{1,20}$/;
const BEFORE_ALL = '0-0';

/** `[id, [name, value, ...]]` */
type Entry = readonly [id: string, fields: readonly string[]];

/**
 * What one replica was told, for all of them: that an account had better be looked at. Over one bounded stream of the store, so that
 * a replica whose connection was lost for a moment reads on where it was. Nothing depends on it: a wake that is lost is a change
 * that is seen later.
 */
export class SharedWakes {
  #lastId: string | undefined = undefined;

  /** @param self no other replica has the same name */
  constructor(
    private readonly link: RedisLink,
    private readonly self: string,
  ) {}

  /** Never rejects. @param subject names the account for those who know it, and for nobody else */
  async tell(subject: string): Promise<void> {
    await this.link.ask(
      async (redis) =>
        redis.xadd(STREAM, 'MAXLEN', '~', KEPT_MAX, '*', 'from', this.self, 'subject', subject),
      WRITE_MS,
    );
  }

  /** Has somebody told what the others say from now on. */
  follow(onWake: (subject: string) => void): void {
    this.link.dedicate((redis, beOfUse) => void this.#read(redis, beOfUse, onWake));
  }

  /** Until the connection is lost; there will be another one. Never rejects. */
  async #read(redis: Redis, beOfUse: () => void, onWake: (subject: string) => void): Promise<void> {
    try {
      let lastId = (this.#lastId ??= await findLast(redis));
      beOfUse();
      for (;;) {
        const answer = await redis.xread('COUNT', COUNT_MAX, 'BLOCK', BLOCK_MS, 'STREAMS', STREAM, lastId);
        for (const [id, fields] of entriesOf(answer)) {
          if (ID.test(id)) this.#lastId = lastId = id;
          this.#hear(fields, onWake);
        }
      }
    } catch {
      redis.disconnect(true);
    }
  }

  #hear(fields: readonly string[], onWake: (subject: string) => void): void {
    const [, from, name, subject] = fields;
    if (from !== this.self && name === 'subject' && subject !== undefined) onWake(subject);
  }
}

async function findLast(redis: Redis): Promise<string> {
  const [last] = await redis.xrevrange(STREAM, '+', '-', 'COUNT', 1);
  return last?.[0] ?? BEFORE_ALL;
}

/** Null where none came in time. */
function entriesOf(answer: readonly (readonly [string, readonly Entry[]])[] | null): readonly Entry[] {
  return answer?.[0]?.[1] ?? [];
}
