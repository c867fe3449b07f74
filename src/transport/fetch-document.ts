import { Client } from 'undici';
import { AnswerCollector } from './answer/answer-collector.js';

/** What one document may take. */
export interface DocumentBounds {
  readonly bytesMax: number;
  /** From the beginning to the last byte. */
  readonly timeoutMs: number;
  /** Ends it earlier. */
  readonly signal: AbortSignal;
}

/**
 * The bytes of a document that is nobody's secret, by one `GET` on a connection of its own. No redirect is followed, and
 * no credential is sent.
 *
 * @throws Error in words that hold nothing of what was answered, for anything but a whole body with status 200
 */
export async function fetchDocument(
  url: URL,
  { bytesMax, timeoutMs, signal }: DocumentBounds,
): Promise<Buffer> {
  const client = new Client(url.origin, { connect: { timeout: timeoutMs } });
  let stop = (_reason: Error): void => undefined;
  const leave = (): void => stop(new Error('Nobody waits for the document any more.'));
  const timer = setTimeout(() => stop(new Error(`It was not there within ${timeoutMs} ms.`)), timeoutMs);
  signal.addEventListener('abort', leave);
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const collector = new AnswerCollector({
        onHead: (status) => {
          if (status !== 200) throw new Error(`It was answered with status ${status}.`);
          return { bytesMax, isNeeded: true };
        },
        onGrowth: () => undefined,
        onAnswer: ({ body }) => (body ? resolve(body) : reject(new Error('It broke off.'))),
        onError: reject,
      });
      stop = (reason) => collector.stop(reason);
      const headers = { accept: 'application/json, application/jwk-set+json', 'accept-encoding': 'identity' };
      client.dispatch({ method: 'GET', path: `${url.pathname}${url.search}`, headers }, collector);
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
    await client.destroy();
  }
}
