/**
 * Reads a provider's JSON in one pass, as long as nothing about it is unusual, and tells where in its text each member of
 * each row stands. It is AssemblyScript: TypeScript's words for WebAssembly, which reads sixteen bytes at once.
 *
 * Ordinary is what is valid JSON, has no key twice in one object, no key with an escape and none that names a prototype,
 * no number that may not be held exactly, no long text, and is neither deep nor large. `read` answers 0 for all else, and a careful
 * reader has to look at it.
 *
 * Text comes out in Latin-1, which takes the least room. A document with other characters is read a second time, and
 * stays in UTF-8.
 *
 * Rows are the objects in a list of the outermost object, or in a list of an object in that. What is left of the document
 * without them is its shell, where `{"row":7}` stands for the eighth of them. Only the shell has to be parsed: of a row, few
 * members are ever read.
 */

/** Bytes that a document may have. */
export const lengthMax: i32 = 1 << 20;
/** Where in the memory the document begins. */
export const inputAt: i32 = 1 << 16;
/** Where the text of the document begins; `read` answers how long it is. */
export const textAt: i32 = inputAt + lengthMax + 64;
/** Where the text of the shell begins. */
export const shellAt: i32 = textAt + lengthMax + 64;

const ROWS_MAX: i32 = 2_000;
const MEMBERS_MAX: i32 = 20_000;
const NAMES_MAX: i32 = 10_000;
/** What stands for a row can be so much longer than the row. */
const SHELL_MAX: i32 = lengthMax + ROWS_MAX * 12;

/** Of each row three numbers: its first member, its first name, and how many it has of both. */
export const rowsAt: i32 = shellAt + SHELL_MAX;
/** Of each row's members two numbers: where in the text its value begins, and where it ends; ~end: it is text with escapes. */
export const membersAt: i32 = rowsAt + ROWS_MAX * 12;
/** Of each name two numbers: where in the text it begins, and where it ends. Rows with the same names share them. */
export const namesAt: i32 = membersAt + MEMBERS_MAX * 8;

/** Whether a document is not ordinary, as Latin-1, only because it has other characters. */
export let isWide: bool = false;
/** How long the text of the shell is. */
export let shellLength: i32 = 0;
export let rowCount: i32 = 0;
export let memberCount: i32 = 0;

const DEPTH_MAX: i32 = 32;
const VALUES_MAX: i32 = 250_000;
const OBJECT_NAMES_MAX: i32 = 64;
/** Bytes of a text. */
const TEXT_LENGTH_MAX: i32 = 65_536;
/** A parser holds every number of so many characters as it was written. */
const NUMBER_LENGTH_MAX: i32 = 15;
/** A list this deep can have rows, if there are only objects around it. */
const ROWS_DEPTH_MAX: i32 = 3;

/** Hashes of the names of all objects that have begun and not ended. */
const hashesAt: i32 = 0;
/** For each depth, the names of the object there that was read last: most have the same as the one before. */
const lastAt: i32 = hashesAt + (DEPTH_MAX + 1) * OBJECT_NAMES_MAX * 8;
/** How many there are, and under which number they stand in the table of names; -1: they do not. */
const LAST_HEAD: i32 = 8;
/** Where a name begins and how long it is, in the document; where it begins and where it ends, in the text. */
const LAST_NAME: i32 = 16;
const LAST_SIZE: i32 = LAST_HEAD + OBJECT_NAMES_MAX * LAST_NAME;

const QUOTE: i32 = 0x22;
const BACKSLASH: i32 = 0x5c;
const COMMA: i32 = 0x2c;
const COLON: i32 = 0x3a;
/** `{"row":` and a byte that is written over. */
const ROW_HEAD: u64 = 0x003a22776f72227b;
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
/** The text before this is in the shell, or in a row. */
let shelled: i32 = 0;
let shellOut: i32 = 0;
/** How many bytes more than characters have been read, of those that JavaScript counts. */
let surplus: i32 = 0;
let values: i32 = 0;
/** Names that were not those of the object before. */
let newNames: i32 = 0;
/** Names in the table. */
let nameCount: i32 = 0;
let staysUtf8: bool = false;
/** Where the last text began, its quote left out, and whether it had escapes. */
let textStart: i32 = 0;
let hasEscapes: bool = false;

/**
 * The length of the document's text; 0: it is not ordinary.
 *
 * @param asUtf8 whether the document, which then has to be UTF-8 as a whole, stays so
 */
export function read(length: i32, asUtf8: bool): i32 {
  staysUtf8 = asUtf8;
  isWide = false;
  at = copied = inputAt;
  out = shelled = textAt;
  shellOut = shellAt;
  surplus = values = newNames = 0;
  rowCount = memberCount = nameCount = 0;
  for (let depth = 0; depth <= DEPTH_MAX; depth += 1) forgetNames(depth);
  store<u8>(inputAt + length, 0);
  if (!readValue(0, hashesAt, true)) return 0;
  skipBlanks();
  if (at !== inputAt + length) return 0;
  flush();
  shell();
  shellLength = shellOut - shellAt;
  return out - textAt;
}

function flush(): void {
  const length = at - copied;
  memory.copy(out, copied, length);
  out += length;
  copied = at;
}

/** Copies to the shell what is new in the text. */
function shell(): void {
  const length = out - shelled;
  memory.copy(shellOut, shelled, length);
  shellOut += length;
  shelled = out;
}

/** Where in the text, in characters, the next byte will stand. */
function place(): i32 {
  return at - inputAt - surplus;
}

function skipBlanks(): void {
  let byte: i32 = load<u8>(at);
  while (byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) {
    at += 1;
    byte = load<u8>(at);
  }
}

/**
 * @param hashes where hashes of further names go
 * @param isOuter whether there are only objects around it, so that a list may have rows
 */
function readValue(depth: i32, hashes: i32, isOuter: bool): bool {
  skipBlanks();
  const byte: i32 = load<u8>(at);
  if (byte === QUOTE) return readText();
  if (byte === OPEN_OBJECT) return readObject(depth + 1, hashes, isOuter, false);
  if (byte === OPEN_LIST) return readList(depth + 1, hashes, isOuter && depth > 0 && depth < ROWS_DEPTH_MAX);
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
      return at - textStart <= TEXT_LENGTH_MAX + 1;
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

/** Reads a character of UTF-8, or makes one byte of the two that a character of Latin-1 takes. */
function readCharacter(lead: i32): bool {
  if (staysUtf8) {
    const bytes = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    at += bytes;
    surplus += lead < 0xf0 ? bytes - 1 : 2;
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
  surplus += 1;
  copied = at;
  return true;
}

function readList(depth: i32, hashes: i32, hasRows: bool): bool {
  values += 1;
  if (depth > DEPTH_MAX) return false;
  at += 1;
  skipBlanks();
  if (load<u8>(at) === CLOSE_LIST) {
    at += 1;
    return true;
  }
  while (true) {
    skipBlanks();
    const isRow = hasRows && load<u8>(at) === OPEN_OBJECT;
    if (!(isRow ? readRow(depth + 1, hashes) : readValue(depth, hashes, false))) return false;
    skipBlanks();
    const byte: i32 = load<u8>(at);
    at += 1;
    if (byte === CLOSE_LIST) return values <= VALUES_MAX;
    if (byte !== COMMA) return false;
    values += 1;
  }
}

/** Its number goes to the shell, and its members to the table. */
function readRow(depth: i32, hashes: i32): bool {
  if (rowCount >= ROWS_MAX) return false;
  flush();
  shell();
  store<u64>(shellOut, ROW_HEAD);
  shellOut += 7;
  writeNumber(rowCount);
  store<u8>(shellOut++, CLOSE_OBJECT);
  store<i32>(rowsAt + rowCount * 12, memberCount);
  if (!readObject(depth, hashes, false, true)) return false;
  rowCount += 1;
  flush();
  shelled = out;
  return true;
}

function writeNumber(number: i32): void {
  if (number > 9) writeNumber(number / 10);
  store<u8>(shellOut++, ZERO + (number % 10));
}

function readObject(depth: i32, hashes: i32, isOuter: bool, isRow: bool): bool {
  values += 1;
  if (depth > DEPTH_MAX) return false;
  at += 1;
  skipBlanks();
  let count = 0;
  let isAsLast = true;
  if (load<u8>(at) === CLOSE_OBJECT) {
    at += 1;
    return endObject(depth, count, isAsLast, isRow);
  }
  while (true) {
    skipBlanks();
    if (load<u8>(at) !== QUOTE) return false;
    const begin = place() + 1;
    if (!readText() || hasEscapes || count >= OBJECT_NAMES_MAX) return false;
    isAsLast = isAsLast && isLastName(depth, count);
    noteHash(hashes + count * 8);
    if (!isAsLast && !noteNewName(depth, hashes, count, begin)) return false;
    count += 1;
    skipBlanks();
    if (load<u8>(at) !== COLON) return false;
    at += 1;
    const end = hashes + count * 8;
    if (!(isRow ? readMember(depth, end) : readValue(depth, end, isOuter))) return false;
    skipBlanks();
    const byte: i32 = load<u8>(at);
    at += 1;
    if (byte === CLOSE_OBJECT) return values <= VALUES_MAX && endObject(depth, count, isAsLast, isRow);
    if (byte !== COMMA) return false;
    values += 1;
  }
}

/** Reads the value of a row's member and notes its place. */
function readMember(depth: i32, hashes: i32): bool {
  if (memberCount >= MEMBERS_MAX) return false;
  skipBlanks();
  const isText = load<u8>(at) === QUOTE;
  const entry = membersAt + memberCount * 8;
  memberCount += 1;
  store<i32>(entry, place());
  if (!readValue(depth, hashes, false)) return false;
  store<i32>(entry + 4, isText && hasEscapes ? ~place() : place());
  return true;
}

function last(depth: i32): i32 {
  return lastAt + depth * LAST_SIZE;
}

function lastName(depth: i32, index: i32): i32 {
  return last(depth) + LAST_HEAD + index * LAST_NAME;
}

function forgetNames(depth: i32): void {
  store<i32>(last(depth), 0);
  store<i32>(last(depth) + 4, -1);
}

/** Whether the name that was just read is that of the object before at its place. */
function isLastName(depth: i32, index: i32): bool {
  if (index >= load<i32>(last(depth))) return false;
  const length = at - 1 - textStart;
  const name = lastName(depth, index);
  return length === load<i32>(name + 4) && isSame(textStart, load<i32>(name), length);
}

function isSame(one: i32, other: i32, length: i32): bool {
  let index = 0;
  for (; index + 8 <= length; index += 8)
    if (load<u64>(one + index) !== load<u64>(other + index)) return false;
  const rest: u64 = load<u64>(one + index) ^ load<u64>(other + index);
  return (rest & firstBytes(length - index)) === 0;
}

/** Of eight bytes the first ones, fewer than eight. */
function firstBytes(count: i32): u64 {
  return ((<u64>1) << (<u64>count * 8)) - 1;
}

/** Names of one hash may be the same; names of two are not. */
function noteHash(to: i32): void {
  const length = at - 1 - textStart;
  const first = load<u64>(textStart);
  const hash =
    length < 8
      ? (first & firstBytes(length)) ^ ((<u64>length) << 56)
      : (first * 0x9e3779b97f4a7c15) ^ load<u64>(textStart + length - 8) ^ (<u64>length);
  store<u64>(to, hash);
}

/** Notes a name that the object before did not have; false: it comes twice, or may, or is none that is ordinary. */
function noteNewName(depth: i32, hashes: i32, index: i32, begin: i32): bool {
  const length = at - 1 - textStart;
  newNames += 1;
  if (newNames > NAMES_MAX || (length === 9 && load<u64>(textStart) === 0x5f6f746f72705f5f)) return false;
  const hash = load<u64>(hashes + index * 8);
  for (let other = 0; other < index; other += 1) if (load<u64>(hashes + other * 8) === hash) return false;
  const name = lastName(depth, index);
  store<i32>(name, textStart);
  store<i32>(name + 4, length);
  store<i32>(name + 8, begin);
  store<i32>(name + 12, place() - 1);
  return true;
}

/** The object has as many names as were read, and they are the last ones from now on. */
function endObject(depth: i32, count: i32, isAsLast: bool, isRow: bool): bool {
  const head = last(depth);
  if (!isAsLast || load<i32>(head) !== count) {
    store<i32>(head, count);
    store<i32>(head + 4, -1);
  }
  if (!isRow) return true;
  if (load<i32>(head + 4) === -1 && !writeNames(depth, count)) return false;
  store<i32>(rowsAt + rowCount * 12 + 4, load<i32>(head + 4));
  store<i32>(rowsAt + rowCount * 12 + 8, count);
  return true;
}

function writeNames(depth: i32, count: i32): bool {
  if (nameCount + count > NAMES_MAX) return false;
  store<i32>(last(depth) + 4, nameCount);
  for (let index = 0; index < count; index += 1) {
    store<u64>(namesAt + nameCount * 8, load<u64>(lastName(depth, index) + 8));
    nameCount += 1;
  }
  return true;
}
