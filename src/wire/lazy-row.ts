/** The members that rows have, in their order. */
export class Columns {
  readonly #indexes: ReadonlyMap<string, number>;

  constructor(readonly names: readonly string[]) {
    this.#indexes = new Map(names.map((name, index) => [name, index]));
  }

  /** Undefined: there is none of the name. */
  indexOf(name: string): number | undefined {
    return this.#indexes.get(name);
  }
}

/** Characters of `places` that tell where a member begins, and as many where it ends: 32 bits, the lower 16 first. */
const PLACE = 2;

const QUOTE = 0x22;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const LOWER_F = 0x66;

/**
 * A row of a page that stays text: a member is parsed when it is read. Pages are large, and few members of theirs are
 * ever read. The text was found to be valid before.
 */
export class LazyRow {
  /** Lists and objects that have been read, so that nobody parses one twice. */
  #parsed: Map<string, unknown> | undefined;

  /**
   * @param text the whole page
   * @param places where each value begins and where it ends, in two characters each; ~end: it is text with escapes
   * @param first which member in `places` is the first of this row
   */
  constructor(
    private readonly text: string,
    private readonly places: string,
    private readonly columns: Columns,
    private readonly first: number,
  ) {}

  has(name: string): boolean {
    return this.columns.indexOf(name) !== undefined;
  }

  /** Undefined: the row has no such member. */
  read(name: string): unknown {
    const index = this.columns.indexOf(name);
    if (index === undefined) return undefined;
    const at = (this.first + index) * 2 * PLACE;
    const begin = this.#place(at);
    const end = this.#place(at + PLACE);
    switch (this.text.charCodeAt(begin)) {
      case QUOTE:
        return end > 0 ? this.text.slice(begin + 1, end - 1) : JSON.parse(this.text.slice(begin, ~end));
      case LOWER_N:
        return null;
      case LOWER_T:
        return true;
      case LOWER_F:
        return false;
      case OPEN_LIST:
      case OPEN_OBJECT:
        return this.#parse(name, begin, end);
      default:
        return Number(this.text.slice(begin, end));
    }
  }

  names(): readonly string[] {
    return this.columns.names;
  }

  /** As an object, which is also how it is written as JSON. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.names().map((name) => [name, this.read(name)]));
  }

  #place(at: number): number {
    return this.places.charCodeAt(at) | (this.places.charCodeAt(at + 1) << 16);
  }

  #parse(name: string, begin: number, end: number): unknown {
    this.#parsed ??= new Map();
    if (!this.#parsed.has(name)) this.#parsed.set(name, JSON.parse(this.text.slice(begin, end)));
    return this.#parsed.get(name);
  }
}
