/** Loaded into a server before it starts: at each SIGUSR2 it does nothing else for half a second. */
const BLOCK_MS = 500;
process.on('SIGUSR2', () => {
  const untilMs = performance.now() + BLOCK_MS;
  while (performance.now() < untilMs) continue;
});
