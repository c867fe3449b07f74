/** Loaded into a server before it starts: waits, and what measures them, run sixty times as fast. The date stays right. */
const HASTE = 60;
const { now } = performance;
const wait = setTimeout;
Object.assign(performance, { now: () => now.call(performance) * HASTE });
Object.assign(globalThis, {
  setTimeout: (listener, waitMs, ...rest) => wait(listener, waitMs / HASTE, ...rest),
});
