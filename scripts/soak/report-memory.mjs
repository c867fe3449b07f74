/** Loaded into a server before it starts: asked over its channel, it collects all garbage and tells what is left. */
import { setImmediate as nextTurn } from 'node:timers/promises';

process.on('message', async () => {
  // What is finalized in one collection is left to the next.
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc();
    await nextTurn();
  }
  const { heapUsed, rss } = process.memoryUsage();
  process.send({ heapBytes: heapUsed, residentBytes: rss });
});
// Nobody waits for a question once the server has ended.
process.channel.unref();
