import {
  getArgumentValues,
  isNonNullType,
  Kind,
  type ArgumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type ValueNode,
} from 'graphql';

/** Arguments of one field, coerced as far as that can be done without the variables. */
export type PlannedArguments =
  | { readonly kind: 'constant'; readonly values: Readonly<Record<string, unknown>> }
  /** Some are whole variables, which are coerced already. */
  | {
      readonly kind: 'variables';
      readonly constants: Readonly<Record<string, unknown>>;
      readonly variables: readonly VariableArgument[];
    }
  /** Variables stand within lists or objects. */
  | { readonly kind: 'mixed'; readonly coerce: (variables: Variables) => Readonly<Record<string, unknown>> };

/** Values of an operation's variables, coerced. One that was not given is absent. */
export type Variables = Readonly<Record<string, unknown>>;

/** An argument whose whole value is a variable. */
export interface VariableArgument {
  readonly name: string;
  readonly variable: string;
  readonly isNonNull: boolean;
  /** What an argument is whose variable was not given. */
  readonly defaultValue: unknown;
}

type Field = GraphQLField<unknown, unknown>;

/** @throws GraphQLError where an argument that is no variable cannot be coerced, which validation rules out */
export function planArguments(field: Field, node: FieldNode): PlannedArguments {
  const given = node.arguments ?? [];
  const isWhole = ({ value }: ArgumentNode): boolean => value.kind === Kind.VARIABLE;
  if (given.every(({ value }) => isConstant(value)))
    return { kind: 'constant', values: Object.freeze({ ...getArgumentValues(field, node, {}) }) };
  if (!given.every((argument) => isWhole(argument) || isConstant(argument.value)))
    return { kind: 'mixed', coerce: (variables) => getArgumentValues(field, node, variables) };
  const whole = new Map(given.filter(isWhole).map((argument) => [argument.name.value, argument]));
  const rest = {
    ...node,
    arguments: given.filter((argument) => !isWhole(argument)),
  };
  const others = { ...field, args: field.args.filter(({ name }) => !whole.has(name)) };
  return {
    kind: 'variables',
    constants: Object.freeze({ ...getArgumentValues(others, rest, {}) }),
    variables: field.args.flatMap((argument) => toVariableArgument(argument, whole.get(argument.name)) ?? []),
  };
}

function toVariableArgument(
  { name, type, defaultValue }: GraphQLArgument,
  node: ArgumentNode | undefined,
): VariableArgument | undefined {
  if (node?.value.kind !== Kind.VARIABLE) return undefined;
  return { name, variable: node.value.name.value, isNonNull: isNonNullType(type), defaultValue };
}

function isConstant(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return false;
    case Kind.LIST:
      return value.values.every(isConstant);
    case Kind.OBJECT:
      return value.fields.every((field) => isConstant(field.value));
    default:
      return true;
  }
}
