import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type MetadataStorage = ReturnType<typeof getMetadataStorage>;
type ResolverMetadata = Omit<MetadataStorage['queries'][number], 'getReturnType' | 'returnTypeOptions'>;
type ParamMetadata = NonNullable<ResolverMetadata['params']>[number];
type Resolver = GraphQLFieldResolver<unknown, unknown>;
type Method = (...parameters: unknown[]) => unknown;
type ReadParameter = (...call: Parameters<Resolver>) => unknown;

/**
 * Has the fields of a schema call the methods of its resolver classes themselves. The library's own way makes an
 * instance, a list of parameters and a promise for each argument, every time. Changes the schema in place.
 * The library knows every class of the process, another program's as well, so those that count are given.
 *
 * @throws Error for what no resolver of ours does: middleware, roles, a property of the root or context as parameter
 */
export function resolveDirectly(schema: GraphQLSchema, classes: readonly unknown[]): void {
  const { queries, mutations, subscriptions, fieldResolvers } = getMetadataStorage();
  const isOurs = ({ target }: Pick<ResolverMetadata, 'target'>): boolean => classes.includes(target);
  for (const query of queries.filter(isOurs)) replace(schema, 'Query', query);
  for (const mutation of mutations.filter(isOurs)) replace(schema, 'Mutation', mutation);
  for (const subscription of subscriptions.filter(isOurs)) replace(schema, 'Subscription', subscription);
  for (const resolver of fieldResolvers.filter(isOurs)) {
    if (resolver.kind === 'external') replace(schema, nameOf(resolver), resolver);
  }
  // Values say what they are by `__typename`, which GraphQL reads by itself; the library would look for their classes.
  for (const type of Object.values(schema.getTypeMap()))
    if (isAbstractType(type)) type.resolveType = undefined;
}

function nameOf({ getObjectType }: MetadataStorage['fieldResolvers'][number]): string {
  const { objectTypes, interfaceTypes } = getMetadataStorage();
  const target = getObjectType?.();
  return [...objectTypes, ...interfaceTypes].find((type) => type.target === target)?.name ?? '';
}

/** A field of an interface is one of the types that have it. */
function replace(schema: GraphQLSchema, typeName: string, metadata: ResolverMetadata): void {
  const type = schema.getType(typeName);
  const types = isInterfaceType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
  for (const each of types) {
    const field =
      isObjectType(each) || isInterfaceType(each) ? each.getFields()[metadata.schemaName] : undefined;
    if (field?.resolve) field.resolve = toResolver(metadata);
  }
}

function toResolver({
  target,
  methodName,
  params = [],
  middlewares = [],
  roles,
}: ResolverMetadata): Resolver {
  if (middlewares.length > 0 || roles) throw new Error(`${methodName}: middleware and roles are not served.`);
  const resolver = instanceOf(target) as Record<string, Method>;
  const readers = params.toSorted((one, other) => one.index - other.index).map(toReader);
  return (...call) => resolver[methodName]?.(...readers.map((read) => read(...call)));
}

const instances = new Map<unknown, object>();

/** One for all calls. It is frozen, so that no resolver comes to hold what one caller left there for another. */
function instanceOf(target: unknown): object {
  const instance = instances.get(target) ?? Object.freeze(new (target as new () => object)());
  instances.set(target, instance);
  return instance;
}

/** Arguments come as GraphQL has coerced them: whatever else they have to be, parsers of ours look at. */
function toReader(parameter: ParamMetadata): ReadParameter {
  switch (parameter.kind) {
    case 'root':
      if (parameter.propertyName !== undefined) throw unknownParameter(parameter);
      return (source) => source;
    case 'context':
      if (parameter.propertyName !== undefined) throw unknownParameter(parameter);
      return (_source, _args, context) => context;
    case 'info':
      return (_source, _args, _context, info) => info;
    case 'args':
      return (_source, args: unknown) => args;
    case 'arg': {
      const { name } = parameter;
      return (_source, args) => (args as Record<string, unknown>)[name];
    }
    case 'custom': {
      const { resolver } = parameter;
      return (root, args, context, info): unknown =>
        resolver({ root, args: args as Record<string, unknown>, context: context as object, info });
    }
    default:
      throw unknownParameter(parameter);
  }
}

function unknownParameter({ methodName, kind }: ParamMetadata): Error {
  return new Error(`${methodName}: a parameter of kind ${kind} is not served.`);
}
