import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** How much of a body is still taken that nobody will read, and for how long. */
const BYTES_MAX = 1_048_576;
const MS_MAX = 2000;

/**
 * The text, whose end waits for the rest of the request. A connection that is closed while bytes arrive is reset, and a
 * reset takes the answer away from a client, or a proxy, that was still sending.
 */
export function lingerBehind(text: string, message: IncomingMessage): Readable {
  return Readable.from(textThenRest(text, message), { objectMode: false });
}

async function* textThenRest(text: string, message: IncomingMessage): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
  if (!message.complete && !message.destroyed) await takeRest(message);
}

/** Never fails: who left has left. */
async function takeRest(message: IncomingMessage): Promise<void> {
  const enough = new AbortController();
  const { signal } = enough;
  const timer = setTimeout(() => enough.abort(), MS_MAX);
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes > BYTES_MAX) enough.abort();
  };
  message.on('data', count);
  await Promise.race([once(message, 'end', { signal }), once(message, 'close', { signal })]).catch(ignore);
  message.off('data', count);
  clearTimeout(timer);
  enough.abort();
}

function ignore(): void {}
