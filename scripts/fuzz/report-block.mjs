/** Loaded into a server before it starts: asked over its channel, it tells for how long its event loop was held up since it was last asked. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
// The start is one long block.
setTimeout(() => delay.enable(), 2000).unref();

process.on('message', () => {
  process.send({ longestBlockMs: delay.max / 1e6 });
  delay.reset();
});
process.channel.unref();
