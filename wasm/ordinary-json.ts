/**
 * Reads a provider's JSON in one pass, as long as nothing about it is unusual, and makes text of it that a parser need
 * not be told anything about. It is AssemblyScript: TypeScript's words for WebAssembly, which reads sixteen bytes at once.
 *
 * Ordinary is what is valid JSON, has no key twice in one object, no key with an escape and none that names a prototype,
 * no number that may not be held exactly, and is neither deep nor large. `read` answers 0 for all else, and a careful
 * reader has to look at it.
 *
 * Text comes out in Latin-1, which is the fastest to parse. A document with other characters is read a second time, and
 * stays in UTF-8.
 *
 * One member can be put aside: where an object in a list of the outermost object has a list under that name, the list is
 * written to a text of its own, and 0 in its place. Pages are large by their rows' lines, and few read them.
 */

/** Bytes that a document may have. */
export const lengthMax: i32 = 1 << 20;
/** Where in the memory the document begins. */
export const inputAt: i32 = 1 << 16;
/** Where the text of the document begins; `read` answers how long it is. */
export const textAt: i32 = inputAt + lengthMax + 64;
/** Where the text of what was put aside begins: a list of the lists. */
export const asideAt: i32 = textAt + lengthMax + 64;
/** Where the name begins of the member that is put aside, and how long it may be. */
export const nameAt: i32 = 0;
export const nameLengthMax: i32 = 64;

/** Whether a document is not ordinary, as Latin-1, only because it has other characters. */
export let isWide: bool = false;
/** How long the text is of what was put aside. */
export let asideLength: i32 = 0;
/** How many lists were put aside. */
export let asideCount: i32 = 0;

const DEPTH_MAX: i32 = 32;
const VALUES_MAX: i32 = 250_000;
const KEYS_MAX: i32 = 10_000;
const OBJECT_KEYS_MAX: i32 = 64;
/** A parser holds every number of so many characters as it was written. */
const NUMBER_LENGTH_MAX: i32 = 15;
/** An object in a list of the outermost object. */
const ROW_DEPTH: i32 = 3;

/** Hashes of the keys of all objects that have begun and not ended. */
const hashesAt: i32 = 1024;

const QUOTE: i32 = 0x22;
const BACKSLASH: i32 = 0x5c;
const COMMA: i32 = 0x2c;
const COLON: i32 = 0x3a;
const MINUS: i32 = 0x2d;
const POINT: i32 = 0x2e;
const ZERO: i32 = 0x30;
const OPEN_LIST: i32 = 0x5b;
const CLOSE_LIST: i32 = 0x5d;
const OPEN_OBJECT: i32 = 0x7b;
const CLOSE_OBJECT: i32 = 0x7d;

/** The next byte. A document is followed by a byte that no value begins with. */
let at: i32 = 0;
/** What has been read from here on is not in a text yet. */
let copied: i32 = 0;
/** The end of the text that is being written. */
let out: i32 = 0;
let asideOut: i32 = 0;
let values: i32 = 0;
let keys: i32 = 0;
let nameLength: i32 = 0;
let staysUtf8: bool = false;
/** Where the last text began, its quote left out, and whether it had escapes. */
let textStart: i32 = 0;
let hasEscapes: bool = false;

/**
 * The length of the document's text; 0: it is not ordinary.
 *
 * @param asUtf8 whether the document, which then has to be UTF-8 as a whole, stays so
 */
export function read(length: i32, nameOfLength: i32, asUtf8: bool): i32 {
  staysUtf8 = asUtf8;
  isWide = false;
  at = copied = inputAt;
  out = textAt;
  asideOut = asideAt;
  values = keys = asideCount = 0;
  nameLength = nameOfLength;
  store<u8>(inputAt + length, 0);
  if (!readValue(0, hashesAt)) return 0;
  skipBlanks();
  if (at !== inputAt + length) return 0;
  flush();
  if (asideCount > 0) store<u8>(asideOut++, CLOSE_LIST);
  asideLength = asideOut - asideAt;
  return out - textAt;
}

function flush(): void {
  const length = at - copied;
  memory.copy(out, copied, length);
  out += length;
  copied = at;
}

function skipBlanks(): void {
  let byte: i32 = load<u8>(at);
  while (byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) {
    at += 1;
    byte = load<u8>(at);
  }
}

/** `hashes`: where hashes of further keys go. */
function readValue(depth: i32, hashes: i32): bool {
  skipBlanks();
  const byte: i32 = load<u8>(at);
  if (byte === QUOTE) return readText();
  if (byte === OPEN_OBJECT) return readObject(depth + 1, hashes);
  if (byte === OPEN_LIST) return readList(depth + 1, hashes);
  if (byte === MINUS || isDigit(byte)) return readNumber();
  return readWord();
}

/** `true`, `false` or `null`. */
function readWord(): bool {
  const word = load<u32>(at);
  if (word === 0x6c6c756e || word === 0x65757274) {
    at += 4;
    return true;
  }
  if (word !== 0x736c6166 || load<u8>(at + 4) !== 0x65) return false;
  at += 5;
  return true;
}

function isDigit(byte: i32): bool {
  return <u32>(byte - ZERO) < 10;
}

function skipDigits(): bool {
  const start = at;
  while (isDigit(load<u8>(at))) at += 1;
  return at > start;
}

function readNumber(): bool {
  const start = at;
  if (load<u8>(at) === MINUS) at += 1;
  const isZero = load<u8>(at) === ZERO;
  const first = at;
  if (!skipDigits() || (isZero && at - first > 1)) return false;
  if (load<u8>(at) === POINT) {
    at += 1;
    if (!skipDigits()) return false;
  }
  // What goes on as a number does, goes on with an exponent.
  return at - start <= NUMBER_LENGTH_MAX;
}

function readText(): bool {
  at += 1;
  textStart = at;
  hasEscapes = false;
  const quotes = i8x16.splat(<i8>QUOTE);
  const backslashes = i8x16.splat(<i8>BACKSLASH);
  const blanks = i8x16.splat(0x20);
  while (true) {
    const bytes = v128.load(at);
    // Compared as signed numbers, bytes past ASCII are less than a blank, as control characters are.
    const ends = v128.or(
      i8x16.lt_s(bytes, blanks),
      v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)),
    );
    const found = i8x16.bitmask(ends);
    if (found === 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    const byte: i32 = load<u8>(at);
    if (byte === QUOTE) {
      at += 1;
      return true;
    }
    if (byte === BACKSLASH) {
      if (!readEscape()) return false;
    } else if (byte < 0x20 || !readCharacter(byte)) return false;
  }
}

function readEscape(): bool {
  hasEscapes = true;
  const byte: i32 = load<u8>(at + 1);
  at += 2;
  switch (byte) {
    case 0x22: // "
    case 0x2f: // /
    case 0x5c: // \
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return true;
    case 0x75: // u
      for (let digit = 0; digit < 4; digit += 1) if (!isHexDigit(load<u8>(at + digit))) return false;
      at += 4;
      return true;
    default:
      return false;
  }
}

function isHexDigit(byte: i32): bool {
  return isDigit(byte) || <u32>((byte | 0x20) - 0x61) < 6;
}

/** Reads a byte of UTF-8, or makes one of the two that a character of Latin-1 takes. */
function readCharacter(lead: i32): bool {
  if (staysUtf8) {
    at += 1;
    return true;
  }
  const next: i32 = load<u8>(at + 1);
  if ((lead !== 0xc2 && lead !== 0xc3) || (next & 0xc0) !== 0x80) {
    isWide = lead > 0xc3;
    return false;
  }
  flush();
  store<u8>(out, ((lead & 3) << 6) | (next & 0x3f));
  out += 1;
  at += 2;
  copied = at;
  return true;
}

function readList(depth: i32, hashes: i32): bool {
  values += 1;
  if (depth > DEPTH_MAX) return false;
  at += 1;
  skipBlanks();
  if (load<u8>(at) === CLOSE_LIST) {
    at += 1;
    return true;
  }
  while (true) {
    if (!readValue(depth, hashes)) return false;
    skipBlanks();
    const byte: i32 = load<u8>(at);
    at += 1;
    if (byte === CLOSE_LIST) return values <= VALUES_MAX;
    if (byte !== COMMA) return false;
    values += 1;
  }
}

function readObject(depth: i32, hashes: i32): bool {
  values += 1;
  if (depth > DEPTH_MAX) return false;
  at += 1;
  skipBlanks();
  if (load<u8>(at) === CLOSE_OBJECT) {
    at += 1;
    return true;
  }
  let end = hashes;
  while (true) {
    skipBlanks();
    if (load<u8>(at) !== QUOTE || !readText() || !isNewKey(hashes, end)) return false;
    end += 8;
    const isAside = depth === ROW_DEPTH && isName();
    skipBlanks();
    if (load<u8>(at) !== COLON) return false;
    at += 1;
    if (!(isAside ? readAside(depth, end) : readValue(depth, end))) return false;
    skipBlanks();
    const byte: i32 = load<u8>(at);
    at += 1;
    if (byte === CLOSE_OBJECT) return values <= VALUES_MAX && keys <= KEYS_MAX;
    if (byte !== COMMA) return false;
    values += 1;
  }
}

/** Notes the key that was just read; false: it comes twice, or may, or is none that is ordinary. */
function isNewKey(hashes: i32, end: i32): bool {
  const length = at - 1 - textStart;
  const first = load<u64>(textStart);
  if (hasEscapes || (length === 9 && first === 0x5f6f746f72705f5f)) return false;
  keys += 1;
  if (end - hashes >= OBJECT_KEYS_MAX * 8) return false;
  const hash =
    length < 8
      ? (first & (((<u64>1) << (<u64>length * 8)) - 1)) ^ ((<u64>length) << 56)
      : (first * 0x9e3779b97f4a7c15) ^ load<u64>(textStart + length - 8) ^ (<u64>length);
  for (let other = hashes; other < end; other += 8) if (load<u64>(other) === hash) return false;
  store<u64>(end, hash);
  return true;
}

function isName(): bool {
  if (at - 1 - textStart !== nameLength) return false;
  for (let index = 0; index < nameLength; index += 1)
    if (load<u8>(textStart + index) !== load<u8>(nameAt + index)) return false;
  return true;
}

/** What stands under the name: a list is put aside, and what could be taken for one that was is not ordinary. */
function readAside(depth: i32, hashes: i32): bool {
  skipBlanks();
  const byte: i32 = load<u8>(at);
  if (byte !== OPEN_LIST) return byte !== MINUS && !isDigit(byte) && readValue(depth, hashes);
  flush();
  store<u8>(out, ZERO);
  const textOut = out + 1;
  store<u8>(asideOut, asideCount === 0 ? OPEN_LIST : COMMA);
  out = asideOut + 1;
  asideCount += 1;
  if (!readList(depth + 1, hashes)) return false;
  flush();
  asideOut = out;
  out = textOut;
  return true;
}
