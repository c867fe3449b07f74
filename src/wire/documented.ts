import type { ProviderName } from '../errors/provider-name.js';

/** What a provider's documents say that an object has, in whichever of their generations. */
export interface Documented {
  readonly provider: ProviderName;
  /** What we call it: a label of metrics, so one of few. */
  readonly object: string;
  /** Each member by name; and what it holds, where that is an object or a list of them that is documented as well. */
  readonly members: ReadonlyMap<string, Documented | undefined>;
  /** Where the names of the members are data: what each of them holds. */
  readonly each?: Documented;
  /** Where it may come as a bare list: what that holds. */
  readonly items?: Documented;
}

type Document = (
  object: string,
  names: readonly string[],
  objects?: Readonly<Record<string, Documented>>,
) => Documented;

/** How the objects of a provider are written down: the names of plain members, and the members that are objects. */
export function documentsOf(provider: ProviderName): Document {
  return (object, names, objects = {}) => ({
    provider,
    object,
    members: new Map<string, Documented | undefined>([
      ...names.map((name) => [name, undefined] as const),
      ...Object.entries(objects),
    ]),
  });
}
