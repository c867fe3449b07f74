import type { JsonObject } from './json.js';

/** A row that is made when first read. `id` is undefined for a row planted without a usable id. */
export interface Row<Content = JsonObject> {
  readonly id: string | undefined;
  read(): Content;
}

export function createRow<Content>(id: string | undefined, make: () => Content): Row<Content> {
  let made: { content: Content } | undefined;
  return { id, read: () => (made ??= { content: make() }).content };
}

/**
 * Rows newest first. Finding a row by id costs the same in a list of ten or of a hundred thousand. They are made when the
 * list is first asked for any: of all accounts, few are.
 */
export class RowList<Content = JsonObject> {
  readonly #make: () => Row<Content>[];
  #made: Row<Content>[] | undefined;
  #positions: Map<string, number> | undefined;

  constructor(make: () => Row<Content>[]) {
    this.#make = make;
  }

  get #rows(): Row<Content>[] {
    return (this.#made ??= this.#make());
  }

  set #rows(rows: Row<Content>[]) {
    this.#made = rows;
  }

  get length(): number {
    return this.#rows.length;
  }

  positionOf(id: string): number | undefined {
    return this.#index().get(id);
  }

  slice(start: number, end: number): Row<Content>[] {
    return this.#rows.slice(start, end);
  }

  insert(position: number, rows: Row<Content>[]): void {
    // Not by splice: it takes the rows as arguments, and a hundred thousand are too many for the stack.
    this.#rows = this.#rows.slice(0, position).concat(rows, this.#rows.slice(position));
    this.#positions = undefined;
  }

  clear(): void {
    this.#rows = [];
    this.#positions = undefined;
  }

  replace(id: string, row: Row<Content>): boolean {
    const position = this.positionOf(id);
    if (position === undefined) return false;
    this.#rows[position] = row;
    this.#positions = undefined;
    return true;
  }

  remove(id: string): boolean {
    const position = this.positionOf(id);
    if (position === undefined) return false;
    this.#rows.splice(position, 1);
    this.#positions = undefined;
    return true;
  }

  #index(): Map<string, number> {
    if (this.#positions) return this.#positions;
    const positions = new Map<string, number>();
    this.#rows.forEach(({ id }, position) => {
      if (id !== undefined && !positions.has(id)) positions.set(id, position);
    });
    return (this.#positions = positions);
  }
}
