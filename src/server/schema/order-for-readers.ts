import { isInterfaceType, isObjectType, isRequiredArgument, type GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

/** Has arguments come in the order in which they are written: the library meets them from the last to the first. */
export function orderArguments(): void {
  getMetadataStorage().params.sort((one, other) => one.index - other.index);
}

/**
 * Puts what has to be given before what may be, and the fields that are for routers after those that are for people. Who
 * reads the graph as SDL has it sorted by name.
 */
export function orderForReaders(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { args } of Object.values(type.getFields()))
      (args as (typeof args)[number][]).sort(
        (one, other) => Number(isRequiredArgument(other)) - Number(isRequiredArgument(one)),
      );
  }
  const fields = schema.getQueryType()?.getFields() ?? {};
  for (const [name, field] of Object.entries(fields)) {
    if (!name.startsWith('_')) continue;
    delete fields[name];
    fields[name] = field;
  }
}
