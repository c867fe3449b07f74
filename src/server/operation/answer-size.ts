/** Bytes of any answer. */
const BYTES_MAX = 10 * 1024 * 1024;

/**
 * How many times larger than its request an answer is where no provider was asked: this service amplifies nobody's
 * words.
 */
const RATIO_MAX = 20;

/** Below this the ratio does not count: a short request may have a sentence for an answer. */
const BYTES_FREE = 64 * 1024;

/** The same where the graph is asked about itself: what it has to say is some 100 KB. */
const BYTES_FREE_OF_GRAPH = 256 * 1024;

/** Between a key and its value, and after it; a number, a boolean or null besides. */
const PUNCTUATION = 8;

/** How large the answer of one operation is becoming, told while it is made. */
export class AnswerSize {
  #characters = 0;
  /** Whether the operation asks for the schema: such fields are not counted one by one. */
  isOfGraph = false;

  /** A value's length, and the key that it stands under. */
  count(length: number, key = ''): void {
    this.#characters += length + key.length + PUNCTUATION;
  }

  /** Characters so far, but for those that JSON adds by escaping. */
  get characters(): number {
    return this.#characters;
  }
}

/** Bytes that an answer may have. `requestBytes` says how large the request was, where no provider was asked. */
export function answerBytesMax(requestBytes: number | undefined, isOfGraph: boolean): number {
  if (requestBytes === undefined) return BYTES_MAX;
  const free = isOfGraph ? BYTES_FREE_OF_GRAPH : BYTES_FREE;
  return Math.min(BYTES_MAX, Math.max(free, RATIO_MAX * requestBytes));
}
