import {
  getVariableValues,
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  isNonNullType,
  typeFromAST,
  type GraphQLEnumType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Variables } from './plan-arguments.js';

/** Coerces the variables of one operation as GraphQL does; undefined where it would refuse them. */
export type Coerce = (given: Readonly<Record<string, unknown>>) => Variables | undefined;

interface PlainVariable {
  readonly name: string;
  readonly isNonNull: boolean;
  /** Undefined: left to GraphQL. */
  readonly coerce: (value: unknown) => unknown;
}

/** Variables are texts, numbers and enum values, nearly always, which takes no looking up of types. */
export function createCoercion(schema: GraphQLSchema, operation: OperationDefinitionNode): Coerce {
  const definitions = operation.variableDefinitions ?? [];
  const careful: Coerce = (given) => getVariableValues(schema, definitions, given, { maxErrors: 1 }).coerced;
  const plain = definitions.map((definition) => toPlain(schema, definition));
  if (!plain.every((variable) => variable !== undefined)) return careful;
  return (given) => coercePlain(plain, given) ?? careful(given);
}

function coercePlain(
  plain: readonly PlainVariable[],
  given: Readonly<Record<string, unknown>>,
): Variables | undefined {
  const values: Record<string, unknown> = {};
  for (const { name, isNonNull, coerce } of plain) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) {
      if (isNonNull || (value === undefined && Object.hasOwn(given, name))) return undefined;
      if (value === null) values[name] = null;
      continue;
    }
    const coerced = coerce(value);
    if (coerced === undefined) return undefined;
    values[name] = coerced;
  }
  return values;
}

function toPlain(
  schema: GraphQLSchema,
  { variable, type: node, defaultValue }: VariableDefinitionNode,
): PlainVariable | undefined {
  const type = typeFromAST(schema, node as NamedTypeNode);
  if (type === undefined || defaultValue !== undefined) return undefined;
  const isNonNull = isNonNullType(type);
  const nullable: unknown = isNonNull ? type.ofType : type;
  const name = variable.name.value;
  if (nullable === GraphQLID || nullable === GraphQLString) return { name, isNonNull, coerce: asText };
  if (nullable === GraphQLInt) return { name, isNonNull, coerce: asInt };
  if (nullable === GraphQLBoolean) return { name, isNonNull, coerce: asBoolean };
  if (!isEnumType(nullable)) return undefined;
  return { name, isNonNull, coerce: (value) => asEnumValue(value, nullable) };
}

function asText(value: unknown): unknown {
  return typeof value === 'string' ? value : undefined;
}

function asEnumValue(value: unknown, type: GraphQLEnumType): unknown {
  return typeof value === 'string' ? (type.getValue(value)?.value as unknown) : undefined;
}

function asInt(value: unknown): unknown {
  return typeof value === 'number' && Number.isInteger(value) && (value | 0) === value ? value : undefined;
}

function asBoolean(value: unknown): unknown {
  return typeof value === 'boolean' ? value : undefined;
}
