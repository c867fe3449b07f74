import type { CacheSettings } from '../../src/transport/policy.js';

/** A cache that is switched off. */
export const keepNothing: CacheSettings = {
  store: { get: () => undefined, set: () => undefined },
  ageMsMax: 0,
  listAgeMsMax: 0,
  onLookup: () => undefined,
};
