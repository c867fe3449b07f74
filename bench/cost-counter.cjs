/**
 * Loaded into a server before its own code: counts, while it is told to, the promises that the server makes, and tells how
 * much it has allocated. The heap only grows meanwhile: the young generation has room for all of it.
 */
const { createHook } = require('node:async_hooks');
const { PerformanceObserver } = require('node:perf_hooks');

let [promises, collections] = [0, 0];
const hook = createHook({
  init(_id, type) {
    if (type === 'PROMISE') promises += 1;
  },
});
new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ['gc'] });

process.on('message', (what) => {
  if (what === 'collect') globalThis.gc();
  if (what === 'countPromises') hook.enable();
  if (what === 'stop') hook.disable();
  // After what was observed has been told.
  setTimeout(() => {
    process.send({ promises, collections, bytes: process.memoryUsage().heapUsed });
    [promises, collections] = [0, 0];
  }, 50);
});
