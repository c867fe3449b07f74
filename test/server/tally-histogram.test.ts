import fc from 'fast-check';
import { Histogram, Registry } from 'prom-client';
import { TallyHistogram } from '../../src/server/tally-histogram.js';

const about = { name: 'some_seconds', help: 'Some.', labelNames: ['route', 'status'], buckets: [0.1, 1, 10] };

test('METRICS a tally is exposed as the library exposes its own histogram', async () => {
  const observations = fc.array(
    fc.record({
      value: fc.oneof(fc.constantFrom(0, 0.1, 1, 10, 11), fc.double({ min: 0, max: 20, noNaN: true })),
      route: fc.constantFrom('/graphql', 'none'),
      status: fc.constantFrom('200', '400', 'say "no"'),
    }),
  );
  await fc.assert(
    fc.asyncProperty(observations, async (seen) => {
      const [ours, theirs] = [new Registry(), new Registry()];
      const tally = new TallyHistogram({ ...about, registry: ours });
      const histogram = new Histogram({ ...about, registers: [theirs] });
      for (const { value, route, status } of seen) {
        tally.observe(value, route, status);
        histogram.observe({ route, status }, value);
      }
      expect(await ours.metrics()).toBe(await theirs.metrics());
    }),
  );
});
