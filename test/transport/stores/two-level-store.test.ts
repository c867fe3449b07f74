import { createMemoryStore } from '../../../src/transport/stores/memory-store.js';
import type { Store } from '../../../src/transport/stores/store.js';
import { createTwoLevelStore } from '../../../src/transport/stores/two-level-store.js';

/** What this process has read is not asked for; what others have read is asked for once in a while. */

const MIB = 1_048_576;

let shared: Map<string, Buffer>;
let asked: string[];
let isAway: boolean;
let store: Store;
beforeEach(() => {
  shared = new Map();
  asked = [];
  isAway = false;
  const others: Store = {
    get: (key) => {
      if (isAway) return undefined;
      asked.push(key);
      return Promise.resolve(shared.get(key));
    },
    set: (key, bytes) => void shared.set(key, bytes),
  };
  store = createTwoLevelStore(createMemoryStore(MIB), others);
});

test('F26 what was read here is in both, and is found without asking', () => {
  store.set('b1:x', Buffer.from('own'), 60_000);
  expect([shared.get('b1:x'), store.get('b1:x'), asked]).toEqual([
    Buffer.from('own'),
    Buffer.from('own'),
    [],
  ]);
});

test('F26 what others have read is asked for, and found here the next time', async () => {
  shared.set('b1:x', Buffer.from('other'));
  expect(await store.get('b1:x')).toEqual(Buffer.from('other'));
  expect(store.get('b1:x')).toEqual(Buffer.from('other'));
  expect(asked).toEqual(['b1:x']);
});

test('F26 what is nowhere is asked for each time', async () => {
  expect([await store.get('b1:x'), await store.get('b1:x')]).toEqual([undefined, undefined]);
  expect(asked).toEqual(['b1:x', 'b1:x']);
});

test('C09 with the other one away, this one goes on alone', () => {
  isAway = true;
  expect(store.get('b1:x')).toBeUndefined();
  store.set('b1:x', Buffer.from('own'), 60_000);
  expect(store.get('b1:x')).toEqual(Buffer.from('own'));
});
