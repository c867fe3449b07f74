import { decodeUtf8 } from './decode-utf8.js';
import { readOrdinaryJson } from './ordinary-json.js';
import { JsonRefusal, scanJson, type JsonScan } from './scan-json.js';

/** A JSON number that JavaScript cannot hold as it was written. Whoever reads it as a figure must refuse it. */
export class InexactNumber {
  constructor(readonly text: string) {}
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Numbers of this size and above are never held exactly, so none of a document's own is left once its inexact ones are
 * taken out, and every second one can stand for one of them.
 */
const STAND_IN_MIN = 2 ** 53;

/**
 * Parses JSON in UTF-8 without changing a number in silence: those that JavaScript cannot hold exactly come back as
 * `InexactNumber`. Keys that would reach an object's prototype are dropped. Takes time by the size of the document,
 * whatever is in it.
 * Rows may come back as `LazyRow`.
 *
 * @throws SyntaxError where it is no JSON in UTF-8
 * @throws JsonRefusal where a key comes twice in one object, or there is too much of something
 */
export function parseJson(bytes: Buffer): unknown {
  const ordinary = readOrdinaryJson(bytes);
  return ordinary ? ordinary.value : parseCarefully(bytes);
}

/** The same for every document; several times as slow. */
export function parseCarefully(bytes: Buffer): unknown {
  const scan = scanJson(bytes);
  const figures = toInexactNumbers(bytes, scan);
  const text = decodeUtf8(figures.length === 0 ? bytes : withStandIns(bytes, scan));
  const root: unknown[] = [JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text)];
  if (mend(root, figures) < scan.keys) throw new JsonRefusal('a key comes twice in one object');
  return root[0];
}

function toInexactNumbers(bytes: Buffer, { inexact }: JsonScan): readonly InexactNumber[] {
  const figures: InexactNumber[] = [];
  for (let at = 0; at < inexact.length; at += 2)
    figures.push(new InexactNumber(bytes.toString('latin1', inexact[at], inexact[at + 1])));
  return figures;
}

/** The document with the first inexact number as 2^53, the next as 2^53 + 2, and so on. */
function withStandIns(bytes: Buffer, { inexact }: JsonScan): Buffer {
  const parts: Buffer[] = [];
  let copied = 0;
  for (let at = 0; at < inexact.length; at += 2) {
    parts.push(bytes.subarray(copied, inexact[at]), Buffer.from(String(STAND_IN_MIN + at)));
    copied = inexact[at + 1] ?? copied;
  }
  return Buffer.concat([...parts, bytes.subarray(copied)]);
}

/**
 * Drops prototype keys and puts inexact numbers in their places. Returns how many members the objects had.
 *
 * The two loops are alike but not one: an object that is read by its own `for ... in` is read several times as fast.
 */
function mend(container: object, figures: readonly InexactNumber[]): number {
  const items = container as Record<string | number, unknown>;
  let keys = 0;
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index += 1) {
      const item = items[index];
      if (typeof item === 'object' && item !== null) keys += mend(item, figures);
      else if (isStandIn(item)) items[index] = figures[(item - STAND_IN_MIN) / 2];
    }
    return keys;
  }
  for (const key in items) {
    const item = items[key];
    keys += 1;
    if (typeof item === 'object' && item !== null) keys += mend(item, figures);
    else if (isStandIn(item)) items[key] = figures[(item - STAND_IN_MIN) / 2];
    if (key === '__proto__') delete items[key];
  }
  return keys;
}

function isStandIn(item: unknown): item is number {
  return typeof item === 'number' && item >= STAND_IN_MIN;
}
