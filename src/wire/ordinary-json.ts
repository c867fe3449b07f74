import { isUtf8 } from 'node:buffer';
import { ordinaryJson } from './ordinary-json.wasm.js';

/** JSON without anything unusual about it, as text that a parser reads without losing anything. */
export interface OrdinaryJson {
  readonly text: string;
  readonly aside: AsideText | undefined;
}

/** Lists that were put aside, in a text of their own: a list of `count` lists. In the document 0 stands for each. */
export interface AsideText {
  readonly text: string;
  readonly count: number;
}

/** What wasm/ordinary-json.ts exports. Each of its values is a place or a length in its memory. */
interface Reader {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly lengthMax: Value;
  readonly isWide: Value;
  readonly inputAt: Value;
  readonly textAt: Value;
  readonly asideAt: Value;
  readonly asideLength: Value;
  readonly asideCount: Value;
  readonly nameAt: Value;
  readonly nameLengthMax: Value;
  read(length: number, nameLength: number, asUtf8: boolean): number;
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
 * Undefined: something about the document is unusual, or it is no JSON.
 *
 * @param aside name of a member: lists under it, in rows of a page, are put aside
 */
export function readOrdinaryJson(bytes: Buffer, aside = ''): OrdinaryJson | undefined {
  reader ??= new OrdinaryJsonReader();
  return reader.read(bytes, aside);
}

class OrdinaryJsonReader {
  readonly #wasm: Reader;
  readonly #memory: Buffer;
  readonly #inputAt: number;
  readonly #textAt: number;
  readonly #asideAt: number;
  readonly #lengthMax: number;
  /** The name that stands in the memory. */
  #aside = '';

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(ordinaryJson, 'base64'));
    this.#wasm = new WebAssembly.Instance(module).exports as Reader;
    this.#memory = Buffer.from(this.#wasm.memory.buffer);
    this.#inputAt = this.#wasm.inputAt.value;
    this.#textAt = this.#wasm.textAt.value;
    this.#asideAt = this.#wasm.asideAt.value;
    this.#lengthMax = this.#wasm.lengthMax.value;
  }

  read(bytes: Buffer, aside: string): OrdinaryJson | undefined {
    if (bytes.length > this.#lengthMax) return undefined;
    if (aside !== this.#aside) this.#setAside(aside);
    this.#memory.set(bytes, this.#inputAt);
    const length = this.#wasm.read(bytes.length, aside.length, false);
    if (length > 0) return this.#toJson(length, 'latin1');
    if (!this.#wasm.isWide.value || !isUtf8(bytes)) return undefined;
    const wideLength = this.#wasm.read(bytes.length, aside.length, true);
    return wideLength > 0 ? this.#toJson(wideLength, 'utf8') : undefined;
  }

  #toJson(length: number, encoding: BufferEncoding): OrdinaryJson {
    const textOf = (begin: number, size: number): string =>
      this.#memory.toString(encoding, begin, begin + size);
    const { asideCount, asideLength } = this.#wasm;
    const count = asideCount.value;
    const aside = count === 0 ? undefined : { text: textOf(this.#asideAt, asideLength.value), count };
    return { text: textOf(this.#textAt, length), aside };
  }

  #setAside(aside: string): void {
    if (aside.length > this.#wasm.nameLengthMax.value) throw new RangeError(`"${aside}" is too long a name.`);
    this.#memory.write(aside, this.#wasm.nameAt.value, 'latin1');
    this.#aside = aside;
  }
}
