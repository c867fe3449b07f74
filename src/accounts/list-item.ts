import { errorOr } from '../errors/billing-error.js';
import type { ListItem } from '../lists/whole-list.js';
import type { Documented } from '../wire/documented.js';
import { isWireObject, member, type WireObject } from '../wire/wire-object.js';
import { invalidPart } from '../wire/wire-row.js';

/**
 * A row of a list that is read whole: with its id as key, or with its place where it has none; one that cannot be read is
 * its error.
 */
export function toListItem<Node>(
  document: Documented,
  wire: unknown,
  index: number,
  read: (wire: WireObject, id: string) => Node,
): ListItem<Node> {
  const id = isWireObject(wire) ? member(wire, 'id') : null;
  if (!isWireObject(wire) || typeof id !== 'string') {
    return { key: `row ${index}`, node: invalidPart(document, 'row', 'an object with an id') };
  }
  return { key: id, node: errorOr(() => read(wire, id)) };
}
