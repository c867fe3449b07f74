import type { Turns } from './turns.js';

/** Written in one go: a millisecond or so, whatever is escaped. */
const CHARACTERS_AT_ONCE_MAX = 256 * 1024;

/** Longer lists are written item by item, shorter ones part by part. */
const LENGTH_SHORT_MAX = 50;

/** How much is written, and when others have their turn. */
export interface WriteBounds {
  readonly bytesMax: number;
  /** Roughly how many characters there are; undefined where nobody counted. */
  readonly characters: number | undefined;
  readonly turns: Turns;
}

/**
 * The answer as JSON text, the same that `JSON.stringify` writes; undefined where it would have more than `bytesMax`
 * bytes, of which no more than that are ever written. A large one is written in turns.
 */
export async function writeAnswer(
  answer: object,
  { bytesMax, characters, turns }: WriteBounds,
): Promise<string | undefined> {
  if (characters !== undefined && characters > bytesMax) return undefined;
  if (characters !== undefined && characters <= CHARACTERS_AT_ONCE_MAX) {
    const text = JSON.stringify(answer);
    return Buffer.byteLength(text) <= bytesMax ? text : undefined;
  }
  const parts: string[] = [];
  let bytes = 0;
  for (const part of partsOf(answer)) {
    bytes += Buffer.byteLength(part);
    if (bytes > bytesMax) return undefined;
    parts.push(part);
    if (turns.isOver) await turns.next();
  }
  return parts.join('');
}

function* partsOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    yield* partsOfList(value);
  } else if (typeof value === 'object' && value !== null) {
    yield* partsOfObject(value);
  } else {
    yield toJson(value);
  }
}

function* partsOfList(items: readonly unknown[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    if (items.length > LENGTH_SHORT_MAX) {
      yield before + toJson(item);
    } else {
      yield before;
      yield* partsOf(item);
    }
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

function* partsOfObject(fields: object): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(fields) as [string, unknown][]) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* partsOf(value);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

/** In a list, what JSON does not know is null. */
function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
