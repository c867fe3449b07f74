import DataLoader from 'dataloader';
import { settleAll } from '../errors/settle.js';

/** Fetches each thing once in an operation, however many fields ask for it. `keyText` tells things apart. */
export function oncePerKey<Key, Value>(
  fetch: (key: Key) => Promise<Value>,
  keyText: (key: Key) => string,
): DataLoader<Key, Value, string> {
  return new DataLoader<Key, Value, string>(async (keys) => settleAll(keys.map(async (key) => fetch(key))), {
    cacheKeyFn: keyText,
  });
}
