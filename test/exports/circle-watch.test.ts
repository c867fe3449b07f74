import fc from 'fast-check';
import { CircleWatch } from '../../src/exports/circle-watch.js';

/** A walk that comes back is noticed, one that does not is not. */

const place = (index: number): { id: string; createdAt: null; offset: 0 } => ({
  id: `in_${index}`,
  createdAt: null,
  offset: 0,
});

test('F58 a list that leads in a circle is noticed within three rounds, however late it begins', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 50 }), (before, length) => {
      const watch = new CircleWatch();
      const stepsMax = 3 * (before + length) + 3;
      let steps = 0;
      const at = (step: number): number => (step < before ? step : before + ((step - before) % length));
      while (!watch.isBack(place(at(steps)))) {
        steps += 1;
        expect(steps).toBeLessThanOrEqual(stepsMax);
      }
    }),
  );
});

test('F58 places that are all new lead on', () => {
  const watch = new CircleWatch();
  expect(Array.from({ length: 5000 }, (_, index) => watch.isBack(place(index))).some(Boolean)).toBe(false);
});
