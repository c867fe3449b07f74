import {
  getNamedType,
  GraphQLID,
  GraphQLString,
  isEnumType,
  isInputObjectType,
  isListType,
  getNullableType,
  typeFromAST,
  type GraphQLSchema,
  type NamedTypeNode,
  type VariableDefinitionNode,
} from 'graphql';
import { TEXT_LENGTH_MAX } from './argument-size.js';

/** How the value of a variable bears on the size of an answer. */
export interface SizingVariable {
  readonly name: string;
  readonly bearing: 'none' | 'text' | 'length' | 'value' | 'unknown';
}

/** What a variable of an operation is for its size. */
export function toSizing(
  schema: GraphQLSchema,
  { variable, type: node }: VariableDefinitionNode,
): SizingVariable {
  const name = variable.name.value;
  const type = typeFromAST(schema, node as NamedTypeNode);
  const named = getNamedType(type);
  if (named === undefined || isInputObjectType(named)) return { name, bearing: 'unknown' };
  if (isListType(getNullableType(type)))
    return { name, bearing: named === GraphQLString ? 'unknown' : 'length' };
  if (named === GraphQLID || isEnumType(named)) return { name, bearing: 'none' };
  return { name, bearing: named === GraphQLString ? 'text' : 'value' };
}

/** Text that is the same for values of the variables which make an operation equally large; undefined: not known. */
export function sizingKey(
  sizing: readonly SizingVariable[],
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  let key = '';
  for (const { name, bearing } of sizing) {
    if (bearing === 'none') continue;
    const value = variables[name];
    switch (bearing) {
      case 'text':
        if (typeof value === 'string' && value.length > TEXT_LENGTH_MAX) return undefined;
        break;
      case 'length':
        key += `${Array.isArray(value) ? value.length : typeof value},`;
        break;
      case 'value':
        if (typeof value === 'object' && value !== null) return undefined;
        key += `${JSON.stringify(value)},`;
        break;
      case 'unknown':
        return undefined;
    }
  }
  return key;
}
