import {
  getArgumentValues,
  getNamedType,
  GraphQLError,
  isAbstractType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { isBillingError } from '../../errors/billing-error.js';
import { fieldsOfInvoices, fieldsOfNodes, type SelectionInfo } from '../../invoices/selected-fields.args.js';
import type { AskedField, PredictionContext } from './asked.js';
import { fieldRules } from './field-rules.js';
import { PredictedReads } from './predicted-reads.js';
import { nobody, type Subject } from './subject.js';

/** Fields that are looked at. An operation of more may cost whatever one may. */
const FIELDS_MAX = 5000;

/** A validated operation. */
export interface PredictedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Tells beforehand how many upstream calls an operation will make at most, by its coerced variables. */
export type PredictCalls = (
  variables: Readonly<Record<string, unknown>>,
  context: PredictionContext,
) => number;

/**
 * Follows what the resolvers would ask for without asking: the same fields, arguments and ids, and the same rules of what
 * is read together. Lists are taken to be as long as they are asked for.
 *
 * @returns infinite where only the provider can tell, as for the end of a list that is read from its head
 */
export function createPrediction({ schema, document, operation }: PredictedOperation): PredictCalls {
  const fragments = fragmentsOf(document);
  return (variables, context) => {
    const root = schema.getRootType(operation.operation);
    if (!root) return 0;
    const walk = new Walk({ schema, fragments, variableValues: { ...variables } }, context);
    const selected = collectFields(schema, fragments, walk.info.variableValues, root, operation.selectionSet);
    walk.look(root, [nobody], selected);
    return walk.isOver ? Number.POSITIVE_INFINITY : walk.reads.calls;
  };
}

type Selected = ReadonlyMap<string, readonly FieldNode[]>;

class Walk {
  readonly reads = new PredictedReads();
  #fields = 0;

  constructor(
    readonly info: Pick<SelectionInfo, 'schema' | 'fragments' | 'variableValues'>,
    private readonly context: PredictionContext,
  ) {}

  get isOver(): boolean {
    return this.#fields > FIELDS_MAX;
  }

  /** One type's fields, asked of each of the subjects. */
  look(type: GraphQLObjectType, subjects: readonly Subject[], selected: Selected): void {
    const fields = type.getFields();
    for (const [key, nodes] of selected) {
      const [node] = nodes;
      const field = node && fields[node.name.value];
      if (!field) continue;
      this.#fields += subjects.length;
      if (this.isOver) return;
      const { turn, noted } = this.reads;
      const below = this.#ask(type, node.name.value, subjects, nodes);
      if (this.reads.noted > noted) this.reads.turn = [...turn, key];
      this.#lookBelow(getNamedType(field.type), below, nodes);
      this.reads.turn = turn;
    }
  }

  /** Whose fields are asked for below the field. */
  #ask(
    type: GraphQLObjectType,
    name: string,
    subjects: readonly Subject[],
    nodes: readonly FieldNode[],
  ): readonly Subject[] {
    const rule = fieldRules.get(`${type.name}.${name}`);
    if (!rule) return subjects;
    const { reads, context } = this;
    try {
      const field = this.#toAsked(type, name, nodes);
      return subjects.flatMap((subject) => rule({ field, subject, reads, context }));
    } catch (error) {
      // It will be refused, and costs nothing.
      if (error instanceof GraphQLError || isBillingError(error)) return [];
      throw error;
    }
  }

  #toAsked(type: GraphQLObjectType, name: string, nodes: readonly FieldNode[]): AskedField {
    const field = type.getFields()[name];
    const [node] = nodes;
    if (!field || !node) return { args: {}, selected: new Set(), asksPlace: false };
    const args = getArgumentValues(field, node, this.info.variableValues);
    const named = getNamedType(field.type);
    const info = { ...this.info, fieldName: name, returnType: field.type, fieldNodes: nodes };
    const isConnection = named.name.endsWith('Connection');
    return {
      args,
      selected: isConnection ? fieldsOfNodes(info) : fieldsOfInvoices(info),
      asksPlace: isConnection && this.#subfields(named as GraphQLObjectType, nodes).has('pageInfo'),
    };
  }

  #lookBelow(type: GraphQLNamedType, subjects: readonly Subject[], nodes: readonly FieldNode[]): void {
    if (subjects.length === 0) return;
    if (isObjectType(type)) return this.look(type, subjects, this.#subfields(type, nodes));
    if (!isAbstractType(type)) return;
    for (const possible of this.info.schema.getPossibleTypes(type)) {
      // What an id names is of one type; of anything else each is possible.
      const own = subjects.filter(({ kind }) => kind === 'nobody' || kind === possible.name);
      if (own.length > 0) this.look(possible, own, this.#subfields(possible, nodes));
    }
  }

  #subfields(type: GraphQLObjectType, nodes: readonly FieldNode[]): Selected {
    const { schema, fragments, variableValues } = this.info;
    return collectSubfields(schema, fragments, variableValues, type, nodes);
  }
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  return Object.fromEntries(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
}
