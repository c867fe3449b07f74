/**
 * The results of a subscription, read from a stream of server-sent events as they come. Whoever stops listening ends the
 * request at once. What is refused instead of streamed is the only result.
 *
 * @param open sends the request
 */
export function toResults(
  open: (signal: AbortSignal) => Promise<Response>,
): AsyncIterableIterator<unknown, undefined> {
  const leaving = new AbortController();
  const results = readResults(open(leaving.signal));
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => results.next().catch((error: unknown) => endQuietly(error, leaving.signal)),
    return: async () => {
      leaving.abort();
      return { done: true, value: undefined };
    },
  };
}

function endQuietly(error: unknown, { aborted }: AbortSignal): IteratorResult<unknown, undefined> {
  if (aborted) return { done: true, value: undefined };
  throw error;
}

async function* readResults(asked: Promise<Response>): AsyncGenerator<unknown, undefined> {
  const response = await asked;
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream || !response.body) {
    yield await response.json();
    return;
  }
  let text = '';
  for await (const piece of pieces(response.body)) {
    const events = (text + piece).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      if (/^event: complete$/m.test(event)) return;
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}

/** Not every browser iterates over a body by itself. */
async function* pieces(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
