import DataLoader from 'dataloader';
import { settleAll } from '../errors/settle.js';

/** Reads each thing once in an operation, however many fields ask for it; a failure is remembered as well. */
export function oncePerKey<Key, Value>(
  read: (key: Key) => Promise<Value>,
  keyText: (key: Key) => string,
): DataLoader<Key, Value, string> {
  return new DataLoader<Key, Value, string>(async (keys) => settleAll(keys.map(async (key) => read(key))), {
    cacheKeyFn: keyText,
  });
}
