const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/**
 * The whole lines of a stream of bytes, ends included, as many as each piece completes. What follows the last end is no
 * line, and is not given.
 *
 * @param hasQuotes whether a line goes on over an end that stands between double quotes
 */
export async function* splitLines(
  pieces: AsyncIterable<Uint8Array>,
  hasQuotes: boolean,
): AsyncGenerator<readonly Buffer[]> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece]);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = endOfLine(bytes, start, hasQuotes); end !== -1; end = endOfLine(bytes, start, hasQuotes)) {
      lines.push(bytes.subarray(start, end));
      start = end;
    }
    rest = bytes.subarray(start);
    if (lines.length > 0) yield lines;
  }
}

/** Where the next line begins; -1: this one is not whole yet. */
function endOfLine(bytes: Buffer, start: number, hasQuotes: boolean): number {
  let end = bytes.indexOf(LINE_FEED, start);
  if (!hasQuotes) return end === -1 ? -1 : end + 1;
  let quotes = countQuotes(bytes, start, end);
  while (end !== -1 && quotes % 2 === 1) {
    const next = bytes.indexOf(LINE_FEED, end + 1);
    quotes += countQuotes(bytes, end, next);
    end = next;
  }
  return end === -1 ? -1 : end + 1;
}

function countQuotes(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(QUOTE, start); at !== -1 && at < end; at = bytes.indexOf(QUOTE, at + 1))
    count += 1;
  return count;
}
