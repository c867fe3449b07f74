import type { MemoryStore } from './memory-store.js';
import type { Store } from './store.js';

/** How long a copy of what was found in the shared store stands for it, so that a walk asks for each of its pages once. */
const COPY_MS = 5000;

/** Looks into this process's memory first, and then where all replicas keep what they have read. */
export function createTwoLevelStore(memory: MemoryStore, shared: Store): Store {
  const copy = async (key: string, finding: Promise<Buffer | undefined>): Promise<Buffer | undefined> => {
    const found = await finding;
    if (found) memory.set(key, found, COPY_MS);
    return found;
  };
  return {
    get: (key) => {
      const found = memory.get(key) ?? shared.get(key);
      return found instanceof Promise ? copy(key, found) : found;
    },
    set: (key, bytes, ageMsMax) => {
      memory.set(key, bytes, ageMsMax);
      shared.set(key, bytes, ageMsMax);
    },
  };
}
