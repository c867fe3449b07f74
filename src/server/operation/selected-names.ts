import { visit, type DocumentNode } from 'graphql';

/** Which of some names a document selects, wherever. */
export function selectedOf(document: DocumentNode, names: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  visit(document, {
    Field: ({ name }) => {
      if (names.has(name.value)) found.add(name.value);
    },
  });
  return found;
}
