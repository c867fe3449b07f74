import { GraphQLError, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { generate, type WriteData } from './generate.js';
import type { Text } from './json-text.js';
import { conditionsOf, makePlan, type PlanOptions } from './make-plan.js';
import { NotPlanned } from './plan.js';
import { createCoercion, type Coerce } from './read-variables.js';
import { Run, type Turns } from './run.js';
import type { Variables } from './plan-arguments.js';

/** Sets of values of the variables that decide which fields there are. Those beyond are left to the interpreter. */
const VARIANTS_MAX = 8;

/** The validated operation, and what resolves its fields. */
export interface CompiledQueryOptions extends Pick<PlanOptions, 'schema' | 'resolverOf'> {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** What one run is made over, and how far it may go. */
export interface RunOptions {
  readonly context: unknown;
  readonly turns: Turns;
  readonly charactersMax: number;
}

/** One validated query as code. */
export class CompiledQuery {
  readonly #conditions: readonly string[];
  readonly #coerce: Coerce;
  /** Null: left to the interpreter. */
  readonly #variants = new Map<string, WriteData | null>();

  constructor(private readonly options: CompiledQueryOptions) {
    this.#conditions = conditionsOf(options.document);
    this.#coerce = createCoercion(options.schema, options.operation);
  }

  /** The variables as GraphQL reads them; undefined where it would refuse them. */
  coerce(given: Readonly<Record<string, unknown>>): Variables | undefined {
    return this.#coerce(given);
  }

  /**
   * The text of the answer's `data`; undefined where the interpreter must answer. It must also where this throws or
   * rejects, whatever with.
   */
  run(variables: Variables, { context, turns, charactersMax }: RunOptions): Text | undefined {
    return this.#variantOf(variables)?.(undefined, new Run(context, variables, turns, charactersMax));
  }

  #variantOf(variables: Variables): WriteData | null {
    const values = this.#conditions.map((name) => variables[name]);
    const key = values.length === 0 ? '' : values.join();
    const known = this.#variants.get(key);
    if (known !== undefined) return known;
    if (this.#variants.size >= VARIANTS_MAX) return null;
    const made = this.#compile(
      Object.fromEntries(this.#conditions.map((name, index) => [name, values[index]])),
    );
    this.#variants.set(key, made);
    return made;
  }

  #compile(conditions: Variables): WriteData | null {
    try {
      return generate(makePlan({ ...this.options, conditions }));
    } catch (error) {
      if (error instanceof NotPlanned || error instanceof GraphQLError) return null;
      throw error;
    }
  }
}
