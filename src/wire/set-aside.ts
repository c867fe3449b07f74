import type { AsideText } from './ordinary-json.js';

/** A list of a row that is parsed when it is first read. Pages are large by such lists, and few read them. */
export class SetAside {
  constructor(
    private readonly lists: AsideLists,
    private readonly index: number,
  ) {}

  get value(): unknown {
    return this.lists.at(this.index);
  }

  /** Written as JSON it is the list itself. */
  toJSON(): unknown {
    return this.value;
  }
}

/** The lists of one page. Whoever reads one nearly always reads all, so they are parsed together. */
class AsideLists {
  #lists: readonly unknown[] | undefined;

  constructor(private readonly text: string) {}

  at(index: number): unknown {
    this.#lists ??= JSON.parse(this.text) as unknown[];
    return this.#lists[index];
  }
}

/** Puts lists back where 0 stands for them, each to be parsed when it is read; false: there are other places for them. */
export function putBack(value: unknown, name: string, { text, count }: AsideText): boolean {
  const lists = new AsideLists(text);
  let index = 0;
  for (const rows of Object.values(value as object)) {
    if (!Array.isArray(rows)) continue;
    for (const row of rows as Record<string, unknown>[])
      if (typeof row === 'object' && row?.[name] === 0) row[name] = new SetAside(lists, index++);
  }
  return index === count;
}
