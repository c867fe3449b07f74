import { IssuerKeys } from '../../../src/server/operation/issuer-keys.js';
import { createKey, type SigningKey } from '../../support/issuer.js';

/** When the issuer is called, and which keys are good meanwhile. Time is moved; seconds since the start tell it. */

const { jest } = import.meta as unknown as { jest: typeof globalThis.jest };

const [first, second] = [createKey('first'), createKey('second')];

let startedAtMs: number;
let calledAt: number[];
let pauses: number[];
/** What the next call brings; undefined: none. */
let shown: readonly SigningKey[] | undefined;
/** How long it takes, milliseconds. */
let takesMs: number;
let keys: IssuerKeys;

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  startedAtMs = performance.now();
  [calledAt, pauses, shown, takesMs] = [[], [], [first], 0];
  keys = new IssuerKeys({
    fetchSet: async () => {
      calledAt.push(seconds());
      if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
      if (!shown) throw new Error('down');
      return Buffer.from(JSON.stringify({ keys: shown.map(({ jwk }) => jwk) }));
    },
    monotonicMs: () => performance.now(),
    onSet: () => undefined,
    onFailure: (_reason, retryAfterMs) => void pauses.push(retryAfterMs),
  });
});
afterEach(() => {
  keys.close();
  jest.useRealTimers();
});

const seconds = (): number => (performance.now() - startedAtMs) / 1000;
const passUntil = async (atSeconds: number): Promise<void> =>
  jest.advanceTimersByTimeAsync(startedAtMs + atSeconds * 1000 - performance.now());
const names = (): readonly unknown[] => [...(keys.current?.ids ?? [])];

async function start(): Promise<void> {
  keys.start();
  await passUntil(0);
}

test('A05 all being well, the keys are fetched every five minutes', async () => {
  await start();
  await passUntil(899);
  expect(calledAt).toEqual([0, 300, 600]);
});

test('A05 equal keys are one set, other keys another', async () => {
  await start();
  const { current } = keys;
  await passUntil(301);
  expect([calledAt.length, keys.current]).toEqual([2, current]);
  shown = [first, second];
  await passUntil(601);
  expect([keys.current === current, names()]).toEqual([false, ['first', 'second']]);
});

test('A05 T22 while none come there is one call a step: 1, 2, 4, 8, 16, then 30 s apart', async () => {
  shown = undefined;
  await start();
  for (let second = 1; second <= 95; second += 1) {
    await passUntil(second);
    // Whoever asks for keys makes no call.
    for (let count = 0; count < 10; count += 1) expect(await keys.next(undefined)).toBeUndefined();
  }
  expect(calledAt).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect([keys.current, keys.isUpToDate, keys.retryAfterMs]).toEqual([undefined, false, 26_000]);
});

test('A05 after a success the steps begin anew', async () => {
  shown = undefined;
  await start();
  await passUntil(2);
  shown = [first];
  await passUntil(4);
  expect([names(), keys.isUpToDate]).toEqual([['first'], true]);
  shown = undefined;
  await passUntil(305);
  expect(calledAt).toEqual([0, 1, 3, 303, 304]);
});

test('A05 the last good set stands in until ten minutes after its call, and not longer', async () => {
  await start();
  shown = undefined;
  await passUntil(599.999);
  expect([names(), keys.isUpToDate]).toEqual([['first'], false]);
  await passUntil(600);
  expect(keys.current).toBeUndefined();
});

test('A05 a key that was withdrawn is gone with the next set', async () => {
  shown = [first, second];
  await start();
  shown = [second];
  await passUntil(299);
  expect(names()).toEqual(['first', 'second']);
  await passUntil(301);
  expect(names()).toEqual(['second']);
});

test('A04 however many keys are missed, a call is made once in 30 s, and is made then', async () => {
  await start();
  const { current } = keys;
  shown = [first, second];
  await passUntil(10);
  for (let count = 0; count < 1000; count += 1) expect(await keys.next(current)).toBeUndefined();
  await passUntil(29.9);
  expect(calledAt).toEqual([0]);
  await passUntil(30);
  expect([calledAt, names()]).toEqual([
    [0, 30],
    ['first', 'second'],
  ]);
  for (let second = 31; second < 120; second += 1) {
    await passUntil(second);
    keys.want();
  }
  expect(calledAt).toEqual([0, 30, 60, 90]);
});

test('A04 a key that is missed after half a minute of quiet is there for the request that missed it', async () => {
  await start();
  const { current } = keys;
  shown = [first, second];
  await passUntil(40);
  takesMs = 500;
  const next = keys.next(current);
  await passUntil(40.5);
  expect((await next)?.ids).toEqual(new Set(['first', 'second']));
  expect(calledAt).toEqual([0, 40]);
});

test('A05 a request waits two seconds for a call that is under way, and no longer', async () => {
  takesMs = 5000;
  keys.start();
  let told: unknown = 'waits';
  void keys.next(undefined).then((set) => (told = set));
  await passUntil(1.999);
  expect(told).toBe('waits');
  await passUntil(2);
  expect([told, keys.isUpToDate, keys.retryAfterMs]).toEqual([undefined, false, 0]);
  await passUntil(5);
  expect([names(), keys.isUpToDate, calledAt]).toEqual([['first'], true, [0]]);
});

test('L01 once it is closed, no call is made', async () => {
  await start();
  keys.close();
  await passUntil(1000);
  expect(calledAt).toEqual([0]);
});
