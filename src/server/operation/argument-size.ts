import {
  getNamedType,
  getNullableType,
  GraphQLString,
  isInputObjectType,
  isListType,
  type GraphQLArgument,
  type GraphQLInputType,
} from 'graphql';
import { badArgument } from '../../errors/billing-error.js';

/** A text that a client sends may be repeated in an answer at every alias, so it is no longer than this. */
export const TEXT_LENGTH_MAX = 1024;

/** Read by parsers that refuse what is too long at its field, in better words: ids (any `ID`), cursors, products. */
const PARSED: ReadonlySet<string> = new Set(['after', 'before', 'productType']);

/**
 * Looks at every text among the arguments of a field, as GraphQL has read them.
 *
 * @throws BAD_USER_INPUT naming the first that is too long
 */
export function assertShortTexts(args: readonly GraphQLArgument[], values: Record<string, unknown>): void {
  for (const { name, type } of args) assertShort(values[name], type, name, name);
}

function assertShort(value: unknown, type: GraphQLInputType, name: string, path: string): void {
  if (typeof value === 'string') {
    if (value.length <= TEXT_LENGTH_MAX || getNamedType(type) !== GraphQLString || PARSED.has(name)) return;
    throw badArgument(path, `expected at most ${TEXT_LENGTH_MAX} characters, got ${value.length}.`);
  }
  if (typeof value !== 'object' || value === null) return;
  const shape = getNullableType(type);
  if (isListType(shape)) {
    (value as readonly unknown[]).forEach((item, index) =>
      assertShort(item, shape.ofType, name, `${path}.${index}`),
    );
  } else if (isInputObjectType(shape)) {
    for (const field of Object.values(shape.getFields()))
      assertShort(
        (value as Record<string, unknown>)[field.name],
        field.type,
        field.name,
        `${path}.${field.name}`,
      );
  }
}
