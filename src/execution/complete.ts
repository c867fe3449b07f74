import type { GraphQLAbstractType, GraphQLLeafType } from 'graphql';
import { giveUp, isThenable, type Text } from './json-text.js';
import type { PlannedObject, PlannedValue, ReadField } from './plan.js';
import type { Run } from './run.js';

/** Makes text of a value, whatever it is: promises are waited for; what is an error to GraphQL is given up. */
export type Complete = (value: unknown, run: Run) => Text;

/** What there is generated code for. */
export type Composite = PlannedObject | Extract<PlannedValue, { kind: 'list' }>;

/** The generated code for an object or a list, which is there once a query runs. */
export type WriterOf = (composite: Composite) => Complete;

/** What generated code calls where a value is not simply what it is to be. */
export function completerOf(plan: PlannedValue, writerOf: WriterOf): Complete {
  const { isNonNull } = plan;
  const write = settledWriter(plan, writerOf);
  const complete: Complete = (value, run) => {
    if (value === null || value === undefined) return isNonNull ? giveUp() : 'null';
    if (value instanceof Error) return giveUp();
    if (isThenable(value)) return waitFor(value, run).then((settled) => complete(settled, run));
    return write(value, run);
  };
  return complete;
}

/**
 * What one call answers may come for any number of fields at once, all in one turn of the event loop. Beyond a few the
 * interpreter is left to deal them out over several.
 */
const WAITED_MAX = 2000;

function waitFor(value: PromiseLike<unknown>, run: Run): Promise<unknown> {
  run.waited += 1;
  return run.waited > WAITED_MAX ? giveUp() : Promise.resolve(value);
}

/** The same for what a property holds: a function is called, as GraphQL calls it. No property has arguments. */
export function propertyCompleterOf(
  { info }: ReadField,
  complete: Complete,
): (source: object, value: unknown, run: Run) => Text {
  return (source, value, run) => {
    if (typeof value !== 'function') return complete(value, run);
    return complete(value.call(source, {}, run.context, info), run);
  };
}

function settledWriter(plan: PlannedValue, writerOf: WriterOf): Complete {
  switch (plan.kind) {
    case 'leaf':
      return (value) => writeLeaf(value, plan.type);
    case 'list':
      return (value, run) => (Array.isArray(value) ? writerOf(plan)(value, run) : giveUp());
    case 'object':
      return (value, run) => writerOf(plan.object)(value, run);
    case 'abstract':
      return (value, run) => {
        const name = typeNameOf(value, plan.type, run);
        const object = plan.objects.get(name as string);
        return object ? writerOf(object)(value, run) : giveUp();
      };
  }
}

/** Where a type does not tell, its values do, by their `__typename`. */
function typeNameOf(value: unknown, type: GraphQLAbstractType, { context }: Run): unknown {
  if (type.resolveType) return type.resolveType(value, context, undefined as never, type);
  return (value as { readonly __typename?: unknown }).__typename;
}

function writeLeaf(value: unknown, type: GraphQLLeafType): string {
  const serialized = type.serialize(value);
  return serialized === null || serialized === undefined ? giveUp() : JSON.stringify(serialized);
}
