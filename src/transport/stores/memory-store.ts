import { LRUCache } from 'lru-cache';
import type { Store } from './store.js';

/** What an entry takes beside its bytes, about. */
const BYTES_PER_ENTRY = 300;

/** A store that answers at once. */
export interface MemoryStore extends Store {
  get(key: string): Buffer | undefined;
}

/** Keeps bytes in this process, up to so many; what was longest not asked for goes first. */
export function createMemoryStore(bytesMax: number): MemoryStore {
  const entries = new LRUCache<string, Buffer>({
    maxSize: bytesMax,
    sizeCalculation: (bytes) => bytes.length + BYTES_PER_ENTRY,
  });
  return {
    get: (key) => entries.get(key),
    set: (key, bytes, ageMsMax) => void entries.set(key, bytes, { ttl: ageMsMax }),
  };
}
