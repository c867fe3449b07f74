import type { RedisLink, StoreOutcome } from './redis-link.js';
import { READ_MS, WRITE_MS, type Store } from './store.js';

/** Larger entries are kept in memory alone: they would have others wait that are read over the same connection. */
export const ENTRY_BYTES_MAX = 1_048_576;
/** What is on its way to the store; beyond it nothing is kept there. */
const WRITING_BYTES_MAX = 16 * ENTRY_BYTES_MAX;

/** Keeps bytes where all replicas find them. It never fails: where the store is in trouble, there is nothing. */
export function createRedisStore(link: RedisLink, onOutcome: (outcome: StoreOutcome) => void): Store {
  let writing = 0;
  const find = async (key: string): Promise<Buffer | undefined> => {
    // Of an entry that is larger than any of ours, no more than that is taken in.
    const asked = await link.ask(async (redis) => redis.getrangeBuffer(key, 0, ENTRY_BYTES_MAX), READ_MS);
    if ('failure' in asked) return undefined;
    const isThere = asked.answer.length > 0;
    onOutcome(isThere ? 'hit' : 'miss');
    return isThere ? asked.answer : undefined;
  };
  const keep = async (key: string, bytes: Buffer, ageMsMax: number): Promise<void> => {
    writing += bytes.length;
    await link.ask(async (redis) => redis.set(key, bytes, 'PX', Math.ceil(ageMsMax)), WRITE_MS);
    writing -= bytes.length;
  };
  return {
    get: (key) => {
      if (link.isThere) return find(key);
      onOutcome('away');
      return undefined;
    },
    set: (key, bytes, ageMsMax) => {
      const isTooMuch = bytes.length > ENTRY_BYTES_MAX || writing + bytes.length > WRITING_BYTES_MAX;
      if (!isTooMuch) void keep(key, bytes, ageMsMax);
    },
  };
}
