/** Nothing, a text, an object, both: what may still be to be closed before the next piece of text. */
const CLOSINGS = ['', '"', '}', '"}'] as const;

/** Values that generated code refers to, each by one name. */
export class Constants {
  readonly #values: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  readonly #headNames = new Map<string, string>();

  /** In the order of their names. */
  get values(): readonly unknown[] {
    return this.#values;
  }

  get names(): readonly string[] {
    return [...this.#names.values()];
  }

  nameOf(value: unknown): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const name = `k${this.#values.length}`;
    this.#values.push(value);
    this.#names.set(value, name);
    return name;
  }

  /** The literal behind each closing, to be indexed with what is still to be closed. */
  headsOf(literal: string): string {
    const known = this.#headNames.get(literal);
    if (known !== undefined) return known;
    const name = this.nameOf(CLOSINGS.map((closing) => closing + literal));
    this.#headNames.set(literal, name);
    return name;
  }
}
