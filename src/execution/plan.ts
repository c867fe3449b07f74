import type {
  GraphQLAbstractType,
  GraphQLFieldResolver,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLResolveInfo,
} from 'graphql';
import type { PlannedArguments } from './plan-arguments.js';

/** What a query asks of one object of a known type, in the order of the answer: fragments and conditions are gone. */
export interface PlannedObject {
  readonly type: GraphQLObjectType;
  readonly fields: readonly PlannedField[];
}

/** One entry of an object in the answer. */
export type PlannedField = TypenameField | ReadField;

/** `__typename`, which is known beforehand. */
export interface TypenameField {
  readonly kind: 'typename';
  /** The name it has in the answer. */
  readonly key: string;
}

/** A field that is read from its object: a property of it, or what a resolver makes of it. */
export interface ReadField {
  readonly kind: 'read';
  readonly key: string;
  readonly name: string;
  readonly resolve: Resolver | undefined;
  readonly args: PlannedArguments;
  readonly value: PlannedValue;
  /** The same for every run, so without a path, and with no variables but those of conditions. */
  readonly info: GraphQLResolveInfo;
}

/** What makes a field's value; may throw, and may answer by a promise. */
export type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** What a field's value is to be. */
export type PlannedValue =
  | { readonly kind: 'leaf'; readonly isNonNull: boolean; readonly type: GraphQLLeafType }
  | { readonly kind: 'list'; readonly isNonNull: boolean; readonly item: PlannedValue }
  | { readonly kind: 'object'; readonly isNonNull: boolean; readonly object: PlannedObject }
  | {
      readonly kind: 'abstract';
      readonly isNonNull: boolean;
      readonly type: GraphQLAbstractType;
      readonly objects: ReadonlyMap<string, PlannedObject>;
    };

/** Thrown for what is left to the interpreter: introspection, mutations, what may run only once, and the enormous. */
export class NotPlanned extends Error {}
