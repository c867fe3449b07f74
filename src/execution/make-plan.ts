import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { planArguments, type Variables } from './plan-arguments.js';
import {
  NotPlanned,
  type PlannedField,
  type PlannedObject,
  type PlannedValue,
  type Resolver,
} from './plan.js';

/**
 * Fragments within fragments can make a short document ask for millions of fields. What is that large is not made into
 * code.
 */
const FIELDS_MAX = 2000;

/** A validated operation, with what decides which fields it has. */
export interface PlanOptions {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The variables that `@skip` and `@include` name. */
  readonly conditions: Variables;
  /** Undefined: a plain property. */
  readonly resolverOf: (field: GraphQLField<unknown, unknown>) => Resolver | undefined;
}

/**
 * Works out once what a validated query asks for.
 *
 * @throws NotPlanned
 */
export function makePlan(options: PlanOptions): PlannedObject {
  const { schema, document, operation, conditions } = options;
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root) throw new NotPlanned();
  // What every object has would be read where no such variable was given.
  if (operation.variableDefinitions?.some(({ variable }) => variable.name.value in {}))
    throw new NotPlanned();
  const planner = new Planner(options, fragmentsOf(document));
  return planner.planObject(
    root,
    collectFields(schema, planner.fragments, conditions, root, operation.selectionSet),
  );
}

type Fragments = Record<string, FragmentDefinitionNode>;
type SelectedFields = ReadonlyMap<string, readonly FieldNode[]>;

class Planner {
  #fields = 0;

  constructor(
    private readonly options: PlanOptions,
    readonly fragments: Fragments,
  ) {}

  planObject(type: GraphQLObjectType, selected: SelectedFields): PlannedObject {
    return { type, fields: [...selected].map(([key, nodes]) => this.#planField(type, key, nodes)) };
  }

  #planField(parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): PlannedField {
    this.#fields += 1;
    const [node] = nodes;
    if (this.#fields > FIELDS_MAX || !node) throw new NotPlanned();
    const name = node.name.value;
    if (name === '__typename') return { kind: 'typename', key };
    const field = parentType.getFields()[name];
    // The graph's own description has fields of its own.
    if (!field || runsOnce(field)) throw new NotPlanned();
    const { schema, operation, conditions, resolverOf } = this.options;
    const resolve = resolverOf(field);
    if (!resolve && field.args.length > 0) throw new NotPlanned();
    return {
      kind: 'read',
      key,
      name,
      resolve,
      args: planArguments(field, node),
      value: this.#planValue(field.type, nodes),
      info: {
        fieldName: name,
        fieldNodes: nodes,
        returnType: field.type,
        parentType,
        path: { prev: undefined, key, typename: parentType.name },
        schema,
        fragments: this.fragments,
        rootValue: undefined,
        operation,
        variableValues: conditions,
      },
    };
  }

  #planValue(type: GraphQLOutputType, nodes: readonly FieldNode[]): PlannedValue {
    const isNonNull = isNonNullType(type);
    const nullable = isNonNull ? type.ofType : type;
    if (isListType(nullable))
      return { kind: 'list', isNonNull, item: this.#planValue(nullable.ofType, nodes) };
    if (isLeafType(nullable)) return { kind: 'leaf', isNonNull, type: nullable };
    if (isObjectType(nullable))
      return { kind: 'object', isNonNull, object: this.#planSubfields(nullable, nodes) };
    if (!isAbstractType(nullable)) throw new NotPlanned();
    const possible = this.options.schema.getPossibleTypes(nullable);
    const objects = new Map(possible.map((each) => [each.name, this.#planSubfields(each, nodes)]));
    return { kind: 'abstract', isNonNull, type: nullable, objects };
  }

  #planSubfields(type: GraphQLObjectType, nodes: readonly FieldNode[]): PlannedObject {
    if (type.isTypeOf) throw new NotPlanned();
    const { schema, conditions } = this.options;
    return this.planObject(type, collectSubfields(schema, this.fragments, conditions, type, nodes));
  }
}

function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(
    (fragments as readonly FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment]),
  );
}

/** Whether a second run would do it all again, so that nothing may be given up after it. */
function runsOnce({ extensions }: GraphQLField<unknown, unknown>): boolean {
  return extensions['runsOnce'] === true;
}

/** Names of the variables that decide which fields an operation has at all. */
export function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const look = (node: {
    readonly directives?: FieldNode['directives'];
    readonly selectionSet?: FieldNode['selectionSet'];
  }): void => {
    for (const { arguments: args = [] } of node.directives ?? [])
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    for (const selection of node.selectionSet?.selections ?? []) look(selection);
  };
  for (const definition of document.definitions) look(definition);
  return [...names].sort();
}
