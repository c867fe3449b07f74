/** How a document is refused before it is parsed. `reason` completes "the answer cannot be read: ...". */
export class JsonRefusal extends SyntaxError {
  constructor(
    readonly reason: string,
    /** Whether there is only too much of it, so that less of the same could be read. */
    readonly isTooLarge = false,
  ) {
    super(reason);
  }
}

/** What a parser cannot tell of a document any more. */
export interface JsonScan {
  /** Members of all objects, repeated ones included. */
  readonly keys: number;
  /** Where numbers stand that JavaScript cannot hold as they are written: begin and end of each, in order. */
  readonly inexact: readonly number[];
}

/** Deeper than any provider's documents; every reader below may recurse this far. */
export const DEPTH_MAX = 32;
/** As many values as ordinary rows of five million bytes have. */
export const VALUES_MAX = 250_000;
/** An answer has a few dozen names. Each further one costs a parser as much as twenty values. */
export const NAMES_MAX = 10_000;

/** Bytes of one text, and of one number. An address, a cursor and a line's description have a few thousand at most. */
export const TEXT_BYTES_MAX = 65_536;

/** Numbers that have to be looked at closely, each of which takes a microsecond or two. */
export const LONG_NUMBERS_MAX = 20_000;

/** `JSON.parse` keeps every number of at most 15 digits. */
const CERTAIN_LENGTH = 15;

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const numberBegins = bytesOf('-0123456789');
const numberGoesOn = bytesOf('0123456789.+-eE');
const exponentMarks = bytesOf('eE');
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * One pass over the bytes of a document. It tells nothing about their syntax, which is the parser's to judge; it keeps
 * a document that would cost the parser far more than its size from ever getting there.
 *
 * @throws JsonRefusal
 */
export function scanJson(bytes: Buffer): JsonScan {
  const inexact: number[] = [];
  const names = new NameTally();
  let [keys, values, depth, longNumbers, textStart] = [0, 0, 0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case QUOTE:
        textStart = at;
        at = endOfText(bytes, at);
        if (at - textStart - 1 > TEXT_BYTES_MAX) throw tooLong('text');
        break;
      case COLON:
        keys += 1;
        if (keys > NAMES_MAX) names.add(bytes, textStart, at);
        break;
      case COMMA:
        values += 1;
        break;
      case OPEN_OBJECT:
      case OPEN_LIST:
        values += 1;
        depth += 1;
        if (depth > DEPTH_MAX) throw new JsonRefusal(`it is nested more than ${DEPTH_MAX} deep`);
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        depth -= 1;
        break;
      default:
        if (isOneOf(numberBegins, bytes[at])) {
          const end = endOfNumber(bytes, at);
          if (end - at > TEXT_BYTES_MAX) throw tooLong('number');
          if (isLong(bytes, at, end)) {
            longNumbers += 1;
            if (!isHeldExactly(bytes.toString('latin1', at, end))) inexact.push(at, end);
          }
          at = end - 1;
        }
    }
    if (values > VALUES_MAX) throw tooMany(VALUES_MAX, 'values');
    if (longNumbers > LONG_NUMBERS_MAX) throw tooMany(LONG_NUMBERS_MAX, 'numbers that may not be exact');
  }
  return { keys, inexact };
}

/** Where the text ends that begins at `start`, its closing quote included. */
function endOfText(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function endOfNumber(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (isOneOf(numberGoesOn, bytes[at])) at += 1;
  return at;
}

/** Whether a number has so many digits, or an exponent, that it may not be held as it is written. */
function isLong(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > CERTAIN_LENGTH) return true;
  for (let at = start + 1; at < end; at += 1) if (isOneOf(exponentMarks, bytes[at])) return true;
  return false;
}

/** What is no number at all is left to the parser, which refuses it. */
function isHeldExactly(number: string): boolean {
  const value = Number(number);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return !JSON_NUMBER.test(number);
  const held = String(value);
  return (
    held === number || significantDigits(held) === significantDigits(number) || !JSON_NUMBER.test(number)
  );
}

function significantDigits(number: string): string {
  return number
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
}

function bytesOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) table[byte] = 1;
  return table;
}

/** False past the end. */
function isOneOf(table: Uint8Array, byte: number | undefined): boolean {
  return byte !== undefined && table[byte] === 1;
}

/** Counts different names, or a few less: names whose hashes meet in one of its places count as one. */
class NameTally {
  static readonly #PLACES = 2 ** 16;
  readonly #seen = new Set<number>();

  /** @throws JsonRefusal */
  add(bytes: Buffer, start: number, end: number): void {
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    this.#seen.add((hash >>> 0) % NameTally.#PLACES);
    if (this.#seen.size > NAMES_MAX) throw tooMany(NAMES_MAX, 'different names');
  }
}

function tooMany(max: number, what: string): JsonRefusal {
  return new JsonRefusal(`it has more than ${max} ${what}`, true);
}

function tooLong(what: string): JsonRefusal {
  return new JsonRefusal(`a ${what} in it has more than ${TEXT_BYTES_MAX} bytes`);
}
