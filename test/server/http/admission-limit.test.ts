import fc from 'fast-check';
import { AdmissionLimit } from '../../../src/server/http/admission-limit.js';

/** The limit follows what the processor can do, whatever providers do, and comes back. */

const MAX = 1024;

function after(turns: readonly (readonly [turnMs: number, underWay: number])[]): number {
  const limit = new AdmissionLimit(MAX);
  for (const [turnMs, underWay] of turns) limit.adapt(turnMs, underWay);
  return limit.value;
}

const times = <Turn>(count: number, turn: Turn): Turn[] => Array<Turn>(count).fill(turn);

test('L05 while turns are short, as many as there may be are admitted, however many wait for a provider', () =>
  expect(after(times(1000, [3, 1000]))).toBe(MAX));

test('L05 one long turn, as a collection of garbage is, changes nothing', () =>
  expect(
    after([
      [3, 200],
      [300, 200],
      [3, 200],
    ]),
  ).toBe(MAX));

test('L05 long turns bring it down to what a processor can follow, and never below 128', () => {
  expect(after(times(40, [240, 900]))).toBeLessThan(400);
  expect(after(times(1000, [240, 900]))).toBe(128);
});

test('L05 once turns are short again it is where it was within two hundred of them', () =>
  expect(after([...times(1000, [240, 900] as const), ...times(200, [5, 20] as const)])).toBe(MAX));

test('L05 64 clients that ask as fast as they are answered are no overload, however long it takes', () => {
  const limit = new AdmissionLimit(MAX);
  for (let turn = 0; turn < 1000; turn += 1) limit.adapt(500, 64);
  expect(limit.value).toBeGreaterThanOrEqual(64);
});

test('L05 a deployment that allows few has few, and always some', () => {
  const limit = new AdmissionLimit(4);
  for (let turn = 0; turn < 100; turn += 1) limit.adapt(500, 4);
  expect(limit.value).toBe(4);
});

test('L05 it stays between 128 and the most, whatever happens', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5000), fc.nat(5000)), { maxLength: 300 }), (turns) => {
      const value = after(turns);
      expect(value >= 128 && value <= MAX).toBe(true);
    }),
  ));
