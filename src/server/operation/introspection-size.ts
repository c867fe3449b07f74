import {
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isWrappingType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql';

/** How long the lists are that introspection answers with, by the names of its fields. */
export type IntrospectionSizes = ReadonlyMap<string, number>;

/**
 * The types and directives of the schema, and typical lengths of the lists within them. Typical is what an element
 * finds the list to be that it stands in: longer than the average, since longer lists have more elements.
 */
export function measureSchema(schema: GraphQLSchema): IntrospectionSizes {
  const types = Object.values(schema.getTypeMap());
  const fields = types.map(fieldsOf);
  const directives = schema.getDirectives();
  const takers = [...fields.flat(), ...directives];
  const args = takers.map(({ args: { length } }) => length);
  const implementing = types.map((type) => ('getInterfaces' in type ? type.getInterfaces().length : 0));
  return new Map([
    ['types', types.length],
    ['directives', directives.length],
    ['fields', typical(fields.map(({ length }) => length))],
    ['args', typical(args)],
    ['enumValues', typical(types.map((type) => (isEnumType(type) ? type.getValues().length : 0)))],
    [
      'inputFields',
      typical(types.map((type) => (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0))),
    ],
    ['interfaces', typical(implementing)],
    [
      'possibleTypes',
      typical(types.map((type) => (isAbstractType(type) ? schema.getPossibleTypes(type).length : 0))),
    ],
    ['ofType', wrappedShare([...fields.flat(), ...takers.flatMap((taker) => taker.args)])],
  ]);
}

/**
 * How often a type has another within it. Tools ask nine times for the type within, which is there once or twice; counted as
 * if it always were, their one question would be larger than any answer may be.
 */
function wrappedShare(typed: readonly { readonly type: GraphQLType }[]): number {
  const wrappers = typed.reduce((sum, { type }) => sum + depthOf(type), 0);
  return wrappers / Math.max(wrappers + typed.length, 1);
}

function depthOf(type: GraphQLType): number {
  return isWrappingType(type) ? 1 + depthOf(type.ofType) : 0;
}

type Field = { readonly type: GraphQLType; readonly args: readonly { readonly type: GraphQLType }[] };

function fieldsOf(type: GraphQLNamedType): readonly Field[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function typical(lengths: readonly number[]): number {
  const elements = lengths.reduce((sum, length) => sum + length, 0);
  const seen = lengths.reduce((sum, length) => sum + length * length, 0);
  return Math.ceil(seen / Math.max(elements, 1));
}
