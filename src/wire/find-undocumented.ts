import type { Documented } from './documented.js';
import { LazyRow } from './lazy-row.js';
import { isWireObject, member, memberNames, type WireObject } from './wire-object.js';

/** A member that the documents of its object do not have. */
export interface Undocumented {
  readonly documented: Documented;
  readonly name: string;
}

/** More than these are a new contract, and its first fields say so. */
const FOUND_MAX = 20;

const NUMBERED = /^\d+$/;

/**
 * The members of an answer that its documents do not have, each once. Of rows that are still text, the first one alone is
 * looked into: the names of all are at hand, and what is in them would have to be parsed.
 */
export function findUndocumented(answer: unknown, documented: Documented): readonly Undocumented[] {
  const search = new Search();
  search.look(answer, documented);
  return search.found;
}

class Search {
  readonly found: Undocumented[] = [];

  look(value: unknown, documented: Documented): void {
    if (this.found.length >= FOUND_MAX) return;
    if (Array.isArray(value)) this.#lookAtItems(value, documented.items ?? documented);
    else if (isWireObject(value)) this.#lookAtObject(value, documented);
  }

  #lookAtObject(object: WireObject, documented: Documented): void {
    const { each, items } = documented;
    const names = memberNames(object);
    if (each) return this.#lookInto(object, names, () => each);
    // PHP makes such an object of a list.
    if (items && names.every((name) => NUMBERED.test(name)))
      return this.#lookInto(object, names, () => items);
    this.#compare(names, documented);
    this.#lookInto(object, names, (name) => documented.members.get(name));
  }

  #lookAtItems(items: readonly unknown[], documented: Documented): void {
    let [names, isFirst]: [readonly string[] | undefined, boolean] = [undefined, true];
    for (const item of items) {
      if (isFirst || !(item instanceof LazyRow)) this.look(item, documented);
      // Rows of one shape share the list of their names.
      else if (item.names() !== names) this.#compare(item.names(), documented);
      names = item instanceof LazyRow ? item.names() : undefined;
      isFirst = false;
    }
  }

  #lookInto(
    object: WireObject,
    names: readonly string[],
    of: (name: string) => Documented | undefined,
  ): void {
    for (const name of names) {
      const documented = of(name);
      if (documented) this.look(member(object, name), documented);
    }
  }

  #compare(names: readonly string[], documented: Documented): void {
    for (const name of names) {
      if (documented.members.has(name) || this.found.length >= FOUND_MAX) continue;
      const isFound = this.found.some((one) => one.documented === documented && one.name === name);
      if (!isFound) this.found.push({ documented, name });
    }
  }
}
