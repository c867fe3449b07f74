import { LRUCache } from 'lru-cache';
import {
  isObjectType,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type OperationTypeNode,
} from 'graphql';
import { CompiledQuery } from '../../execution/compiled-query.js';
import type { Resolver } from '../../execution/plan.js';
import { documentBytes, documentBytesMax } from './document-memory.js';
import { createPrediction, type PredictCalls } from '../prediction/predict-calls.js';
import { createMeasure, type MeasureOperation, type OperationSize } from './operation-size.js';
import { subgraphFields } from './router-access.js';
import { selectedOf } from './selected-names.js';

/** What is worked out once of an operation, however often it is asked. */
export interface KnownOperation {
  /** No other operation of its schema has it. */
  readonly number: number;
  /** As its document has it, cut where it is very long. */
  readonly name: string | undefined;
  readonly kind: OperationTypeNode;
  /** About how much memory it takes, its text left out. */
  readonly bytes: number;
  /** Whether it selects what a provider computes anew each time, so that nobody else's answer will do. */
  readonly isComputed: boolean;
  /** Those of the root fields for routers that its document selects. */
  readonly subgraphFields: ReadonlySet<string>;
  /** @throws BAD_USER_INPUT where a variable holds text that is too long */
  readonly measure: (variables: Readonly<Record<string, unknown>>) => OperationSize;
  readonly compiled: CompiledQuery;
  readonly predictCalls: PredictCalls;
}

/** Longer documents, and more operations, are parsed anew each time that Apollo has forgotten them. */
const DOCUMENT_LENGTH_MAX = 32_768;
const DOCUMENTS_MAX = 2000;

/** Of a name, in logs. */
const NAME_LENGTH_MAX = 100;

/** The operations of one schema that have been asked. */
export class KnownOperations {
  readonly #byNode = new WeakMap<OperationDefinitionNode, KnownOperation>();
  readonly #byText = new LRUCache<string, Map<string, KnownOperation>>({
    max: DOCUMENTS_MAX,
    maxSize: documentBytesMax,
    sizeCalculation: (operations, { length }) => length + bytesOf(operations),
  });
  readonly #computed: ReadonlySet<string>;
  #learnt = 0;
  readonly #measureOperation: MeasureOperation;
  readonly #resolvers: ReadonlyMap<unknown, Resolver>;

  /** Call it before the resolvers are made to count and to take turns, which is for the interpreter. */
  constructor(
    private readonly schema: GraphQLSchema,
    pageSizeMax: number,
  ) {
    this.#measureOperation = createMeasure({ schema, pageSizeMax });
    this.#resolvers = new Map(resolversOf(schema));
    this.#computed = new Set(computedFields(schema));
  }

  /** Of a document that has been validated. */
  of(document: DocumentNode, operation: OperationDefinitionNode): KnownOperation {
    const known = this.#byNode.get(operation) ?? this.#learn(document, operation);
    this.#byNode.set(operation, known);
    return known;
  }

  /** From now on the document is found by its text. */
  remember(text: string, operationName: string | undefined, known: KnownOperation): void {
    if (text.length > DOCUMENT_LENGTH_MAX) return;
    // Another one, since a store takes the size of what it has had for known.
    const operations = new Map(this.#byText.get(text));
    operations.set(operationName ?? '', known);
    this.#byText.set(text, operations);
  }

  /** Undefined: nobody has asked it yet, or it has been forgotten. */
  find(text: string, operationName: string | undefined): KnownOperation | undefined {
    return this.#byText.get(text)?.get(operationName ?? '');
  }

  #learn(document: DocumentNode, operation: OperationDefinitionNode): KnownOperation {
    const { schema } = this;
    const resolverOf = (field: GraphQLField<unknown, unknown>): Resolver | undefined =>
      this.#resolvers.get(field);
    return {
      number: (this.#learnt += 1),
      name: operation.name?.value.slice(0, NAME_LENGTH_MAX),
      kind: operation.operation,
      bytes: documentBytes(document),
      isComputed: selectedOf(document, this.#computed).size > 0,
      subgraphFields: subgraphFields(document),
      measure: this.#measureOperation(document, operation),
      compiled: new CompiledQuery({ schema, document, operation, resolverOf }),
      predictCalls: createPrediction({ schema, document, operation }),
    };
  }
}

/** Operations of one document. */
function bytesOf(operations: ReadonlyMap<string, KnownOperation>): number {
  return Array.from(operations.values()).reduce((sum, { bytes }) => sum + bytes, 1);
}

function resolversOf(schema: GraphQLSchema): (readonly [unknown, Resolver])[] {
  return fieldsOf(schema).flatMap((field) => (field.resolve ? [[field, field.resolve] as const] : []));
}

/** Names of the fields that say so of themselves. No other fields have such names. */
function computedFields(schema: GraphQLSchema): readonly string[] {
  return fieldsOf(schema).flatMap(({ name, extensions }) =>
    extensions['isComputed'] === true ? [name] : [],
  );
}

function fieldsOf(schema: GraphQLSchema): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()) : [],
  );
}
