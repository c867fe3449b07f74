import { isUtf8 } from 'node:buffer';
import { Columns, LazyRow } from './lazy-row.js';
import { ordinaryJson } from './ordinary-json.wasm.js';

/** What wasm/ordinary-json.ts exports. Each of its values is a place, a length or a count in its memory. */
interface Reader {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly lengthMax: Value;
  readonly isWide: Value;
  readonly inputAt: Value;
  readonly textAt: Value;
  readonly shellAt: Value;
  readonly shellLength: Value;
  readonly rowsAt: Value;
  readonly rowCount: Value;
  readonly membersAt: Value;
  readonly memberCount: Value;
  readonly namesAt: Value;
  read(length: number, asUtf8: boolean): number;
}

interface Value {
  readonly value: number;
}

/** Node's types do not name it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => unknown;
  readonly Instance: new (module: unknown) => { readonly exports: unknown };
};

let reader: OrdinaryJsonReader | undefined;

/**
 * A document without anything unusual about it, its rows as `LazyRow`. Undefined: there is something, or it is no JSON.
 */
export function readOrdinaryJson(bytes: Buffer): { readonly value: unknown } | undefined {
  reader ??= new OrdinaryJsonReader();
  return reader.read(bytes);
}

/** Reads one document after the other in one memory, so nothing that it gives out may lie there. */
class OrdinaryJsonReader {
  readonly #wasm: Reader;
  readonly #memory: Buffer;
  readonly #numbers: Int32Array;
  readonly #inputAt: number;
  readonly #textAt: number;
  readonly #shellAt: number;
  readonly #rowsAt: number;
  readonly #membersAt: number;
  readonly #namesAt: number;
  readonly #lengthMax: number;
  /** Those of the rows that were read last: the next page nearly always has the same. */
  #columns: Columns = new Columns([]);

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(ordinaryJson, 'base64'));
    this.#wasm = new WebAssembly.Instance(module).exports as Reader;
    this.#memory = Buffer.from(this.#wasm.memory.buffer);
    this.#numbers = new Int32Array(this.#wasm.memory.buffer);
    this.#inputAt = this.#wasm.inputAt.value;
    this.#textAt = this.#wasm.textAt.value;
    this.#shellAt = this.#wasm.shellAt.value;
    this.#rowsAt = this.#wasm.rowsAt.value / Int32Array.BYTES_PER_ELEMENT;
    this.#membersAt = this.#wasm.membersAt.value;
    this.#namesAt = this.#wasm.namesAt.value / Int32Array.BYTES_PER_ELEMENT;
    this.#lengthMax = this.#wasm.lengthMax.value;
  }

  read(bytes: Buffer): { readonly value: unknown } | undefined {
    if (bytes.length > this.#lengthMax) return undefined;
    this.#memory.set(bytes, this.#inputAt);
    const length = this.#wasm.read(bytes.length, false);
    if (length > 0) return this.#open(length, 'latin1');
    if (!this.#wasm.isWide.value || !isUtf8(bytes)) return undefined;
    const wideLength = this.#wasm.read(bytes.length, true);
    return wideLength > 0 ? this.#open(wideLength, 'utf8') : undefined;
  }

  #open(length: number, encoding: BufferEncoding): { readonly value: unknown } {
    const textOf = (begin: number, size: number): string =>
      this.#memory.toString(encoding, begin, begin + size);
    const value: unknown = JSON.parse(textOf(this.#shellAt, this.#wasm.shellLength.value));
    if (this.#wasm.rowCount.value > 0) putRows(value as object, this.#readRows(textOf(this.#textAt, length)));
    return { value };
  }

  #readRows(text: string): readonly LazyRow[] {
    const places = this.#readPlaces();
    const rows: LazyRow[] = [];
    let namesRead = -1;
    for (let row = 0; row < this.#wasm.rowCount.value; row += 1) {
      const at = this.#rowsAt + row * 3;
      const member = this.#number(at);
      const name = this.#number(at + 1);
      const count = this.#number(at + 2);
      // A row without any has no place of its own in the table.
      if (name !== namesRead || count !== this.#columns.names.length) this.#readColumns(text, name, count);
      namesRead = name;
      rows.push(new LazyRow(text, places, this.#columns, member));
    }
    return rows;
  }

  /** As text, which takes the collector the least time of all that holds numbers. */
  #readPlaces(): string {
    const begin = this.#membersAt;
    return this.#memory.toString('utf16le', begin, begin + this.#wasm.memberCount.value * 8);
  }

  #readColumns(text: string, first: number, count: number): void {
    const at = this.#namesAt + first * 2;
    const { names } = this.#columns;
    let isAsBefore = names.length === count;
    for (let index = 0; isAsBefore && index < count; index += 1) {
      const name = names[index] as string;
      const begin = this.#number(at + index * 2);
      isAsBefore = text.startsWith(name, begin) && this.#number(at + index * 2 + 1) === begin + name.length;
    }
    if (isAsBefore) return;
    const nameAt = (index: number): string =>
      text.slice(this.#number(at + index * 2), this.#number(at + index * 2 + 1));
    this.#columns = new Columns(Array.from({ length: count }, (_, index) => copyOf(nameAt(index))));
  }

  #number(at: number): number {
    return this.#numbers[at] as number;
  }
}

/** A part of a text holds the whole of it in memory, and names are kept for longer than a page may be. */
function copyOf(part: string): string {
  return Buffer.from(part).toString();
}

/** Puts each row where its number stands: in the lists that may have rows, no other objects are left. */
function putRows(shell: object, rows: readonly LazyRow[], isOuter = true): void {
  for (const value of Object.values(shell) as unknown[]) {
    if (Array.isArray(value)) putInto(value, rows);
    else if (isOuter && typeof value === 'object' && value !== null) putRows(value, rows, false);
  }
}

function putInto(list: unknown[], rows: readonly LazyRow[]): void {
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index];
    if (isRowMark(item)) list[index] = rows[item.row];
  }
}

function isRowMark(item: unknown): item is { readonly row: number } {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}
