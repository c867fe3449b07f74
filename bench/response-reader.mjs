/**
 * Reads the answers on one connection, one after the other. It is told of each with its status and, where `keeps`, its
 * body.
 */
export class ResponseReader {
  #bytes = Buffer.alloc(0);

  /** @param {(response: { status: number, body: string }) => void} onResponse */
  constructor(onResponse, keeps = false) {
    this.onResponse = onResponse;
    this.keeps = keeps;
  }

  push(chunk) {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const found = this.#next();
      if (!found) return;
      this.#bytes = this.#bytes.subarray(found.end);
      this.onResponse(found);
    }
  }

  /** Undefined: the next answer is not whole yet. */
  #next() {
    const headEnd = this.#bytes.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const head = this.#bytes.latin1Slice(0, headEnd).toLowerCase();
    const status = Number(head.slice(9, 12));
    const begin = headEnd + 4;
    const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
    if (length === undefined) return this.#chunked(status, begin);
    const end = begin + Number(length);
    if (this.#bytes.length < end) return undefined;
    return { status, end, body: this.keeps ? this.#bytes.toString('utf8', begin, end) : '' };
  }

  #chunked(status, begin) {
    const parts = [];
    for (let at = begin; ;) {
      const lineEnd = this.#bytes.indexOf('\r\n', at);
      if (lineEnd === -1) return undefined;
      const size = parseInt(this.#bytes.latin1Slice(at, lineEnd), 16);
      const end = lineEnd + 2 + size + 2;
      if (this.#bytes.length < end) return undefined;
      if (size === 0) return { status, end, body: Buffer.concat(parts).toString() };
      if (this.keeps) parts.push(this.#bytes.subarray(lineEnd + 2, end - 2));
      at = end;
    }
  }
}
