/**
 * Asks an address ten times a second, in a process of its own, which the load does not hold up. Each message is answered with
 * the longest that an answer took since the one before, in milliseconds.
 *
 *   fork('scripts/soak/watch-health.mjs', [url])
 */
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 100;

let mostMs = 0;
process.on('message', () => {
  process.send(mostMs);
  mostMs = 0;
});
process.on('disconnect', () => process.exit());

for (;;) {
  const startedAtMs = performance.now();
  await (await fetch(process.argv[2])).text();
  mostMs = Math.max(mostMs, performance.now() - startedAtMs);
  await sleep(PAUSE_MS);
}
