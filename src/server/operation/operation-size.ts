import {
  getNamedType,
  getVariableValues,
  GraphQLError,
  isLeafType,
  TypeInfo,
  ValidationContext,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { createComplexityRule, type ComplexityEstimator } from 'graphql-query-complexity';
import { badUserInput, BillingError, quote } from '../../errors/billing-error.js';
import { PAGE_SIZE_DEFAULT } from '../../lists/window.js';
import { assertShortTexts } from './argument-size.js';
import { measureSchema, type IntrospectionSizes } from './introspection-size.js';
import { toRequestError } from './request-error.js';
import { sizingKey, toSizing } from './sizing-variables.js';

/**
 * Fields that one answer may hold if every page is full. The graph leads from an invoice back to its account,
 * so a short document can ask for a page within a page within a page, which costs no more upstream calls.
 */
const FIELDS_MAX = 250_000;

/** What the graph says of itself is answered in one go, so each of its fields counts as two. */
const INTROSPECTION_WEIGHT = 2;

/**
 * A leaf that a call answers is a promise wherever it stands, which takes several times the work of one that is at
 * hand.
 */
const WAITING_WEIGHT = 4;

/** Root fields that answer with the schema. */
const SCHEMA_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type', '_service']);

/** A name that a client gives to a field comes back at every row. */
const ALIAS_LENGTH_MAX = 1024;

const TOO_MANY_NODES = /maximum allowed number of nodes/;

export interface OperationSizeOptions {
  readonly schema: GraphQLSchema;
  /** Largest `first` or `last`. */
  readonly pageSizeMax: number;
}

/** How large the answer to an operation can become. */
export interface OperationSize {
  /** Fields, if every page is full. */
  readonly fields: number;
  /** Whether it asks for the schema. */
  readonly isOfGraph: boolean;
}

/** Variables beyond these sets of values are counted with anew. */
const KNOWN_MAX = 100;

/**
 * Measures operations of one schema when their variables are known and before anything is read. An operation is walked
 * once for each set of values that its size depends on.
 */
export function createMeasure({ schema, pageSizeMax }: OperationSizeOptions): MeasureOperation {
  const sizes = measureSchema(schema);
  return (document, operation) => {
    const relevant = (operation.variableDefinitions ?? []).map((definition) => toSizing(schema, definition));
    const known = new Map<string, OperationSize>();
    return (variables) => {
      const key = sizingKey(relevant, variables);
      const before = key === undefined ? undefined : known.get(key);
      if (before) return before;
      const size = countFields({ schema, document, operation, variables }, { pageSizeMax, sizes });
      if (key !== undefined && known.size < KNOWN_MAX) known.set(key, size);
      return size;
    };
  };
}

/**
 * @returns what measures one operation of a document by variables that fit it. It throws BAD_USER_INPUT for texts that
 *   are too long.
 */
export type MeasureOperation = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
) => (variables: Readonly<Record<string, unknown>>) => OperationSize;

/** @throws QUERY_TOO_COSTLY */
export function assertSmall({ fields }: OperationSize): void {
  if (fields > FIELDS_MAX) throw tooLarge();
}

interface Counted {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Sizes {
  readonly pageSizeMax: number;
  readonly sizes: IntrospectionSizes;
}

function countFields({ schema, document, operation, variables }: Counted, sizes: Sizes): OperationSize {
  const asked = { ofGraph: false };
  // A wrong argument is refused where it is read, in better words; what stands beside it counts all the same.
  const context = new ValidationContext(schema, document, new TypeInfo(schema), () => undefined);
  const counter = createComplexityRule({
    estimators: [estimateWith(sizes, asked)],
    variables,
    maximumComplexity: Number.POSITIVE_INFINITY,
  })(context);
  try {
    counter.onOperationDefinitionEnter(operation);
  } catch (error) {
    if (error instanceof BillingError) throw toRequestError(error, 400);
    if (!(error instanceof GraphQLError && TOO_MANY_NODES.test(error.message))) throw error;
    return { fields: Number.POSITIVE_INFINITY, isOfGraph: asked.ofGraph };
  }
  return { fields: counter.complexity, isOfGraph: asked.ofGraph };
}

/**
 * Whether the variables fit, which execution will say in full if not. Asked here because the library would
 * gather an error, with suggestions, for every one of ten thousand wrong fields.
 */
export function areReadable(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 1,
  });
  return errors === undefined;
}

/**
 * A field, and what is selected below it as often as it can come. A size out of bounds is refused elsewhere.
 *
 * @throws BAD_USER_INPUT for a text that is too long: every field and its arguments come by here once
 */
function estimateWith({ pageSizeMax, sizes }: Sizes, asked: { ofGraph: boolean }): ComplexityEstimator {
  return ({ type, args: values, field, node, childComplexity }) => {
    const args = values as Record<string, unknown>;
    assertShortTexts(field.args, args);
    assertShortAlias(node.alias?.value ?? '');
    if (SCHEMA_FIELDS.has(field.name)) asked.ofGraph = true;
    if (type.name.startsWith('__')) return 1 + (sizes.get(field.name) ?? 1) * childComplexity;
    if (SCHEMA_FIELDS.has(field.name)) return INTROSPECTION_WEIGHT * (1 + childComplexity);
    if (isLeafType(getNamedType(field.type))) return costsCall(field) ? WAITING_WEIGHT : 1;
    const lists = Object.values(args).filter(Array.isArray);
    const isConnection = field.args.some(({ name }) => name === 'first');
    const size = isConnection
      ? Number(args['first'] ?? args['last'] ?? PAGE_SIZE_DEFAULT)
      : (lists[0]?.length ?? 1);
    return 1 + Math.min(Math.max(size, 1), pageSizeMax) * childComplexity;
  };
}

/** Whether a field says so to routers; see `UpstreamCalls`. */
function costsCall({ astNode }: GraphQLField<unknown, unknown>): boolean {
  return astNode?.directives?.some(({ name }) => name.value === 'cost') ?? false;
}

function assertShortAlias(alias: string): void {
  if (alias.length <= ALIAS_LENGTH_MAX) return;
  throw badUserInput(
    `Alias ${quote(alias)}: expected a name of at most ${ALIAS_LENGTH_MAX} characters, got ${alias.length}.`,
  );
}

function tooLarge(): GraphQLError {
  const message = `The answer could hold more than ${FIELDS_MAX} fields. Ask for smaller pages, or fewer within each other.`;
  return toRequestError(new BillingError('QUERY_TOO_COSTLY', message), 400);
}
