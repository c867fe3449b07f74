import { defaultFieldResolver, isObjectType } from 'graphql';
import type { GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { AnswerSize } from './answer-size.js';
import type { Turns } from './turns.js';

/** What resolving needs of an operation's context. */
export interface AnswerContext {
  readonly answerSize: AnswerSize;
}

type FieldResolver = GraphQLFieldResolver<unknown, AnswerContext>;

/** Shorter lists are done before the clock has moved. */
const LENGTH_AT_ONCE_MAX = 20;

/**
 * Has all that the fields of a schema hold counted while an answer is made, and a large answer made in turns: one of a
 * hundred thousand fields must not keep everybody else waiting. Changes the schema in place.
 */
export function resolveInTurns(schema: GraphQLSchema, turns: Turns): void {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fields = types.flatMap((type) => (type.name.startsWith('__') ? [] : Object.values(type.getFields())));
  const read = readingInTurns(turns);
  for (const field of fields) field.resolve = field.resolve ? takingTurns(field.resolve, turns) : read;
}

/** Reads a property, as GraphQL does where a field has no resolver. */
function readingInTurns(turns: Turns): FieldResolver {
  return (source, args, context, info) => {
    const value = defaultFieldResolver(source, args, context, info);
    if (!Array.isArray(value)) return count(value, context, info);
    for (const item of value) if (typeof item === 'string') context.answerSize.count(item.length);
    if (turns.isOver) return turns.next().then(() => inTurns(value, turns));
    return value.length > LENGTH_AT_ONCE_MAX ? inTurns(value, turns) : value;
  };
}

/** What had to be waited for may come for many fields at once, so they go on in turns. */
function takingTurns(resolve: FieldResolver, turns: Turns): FieldResolver {
  return (source, args, context, info) => {
    const value = resolve(source, args, context, info);
    if (!(value instanceof Promise)) return count(value, context, info);
    return value.then(
      (settled: unknown) => {
        count(settled, context, info);
        return turns.isOver ? turns.next().then(() => settled) : settled;
      },
      async (reason: unknown) => {
        if (turns.isOver) await turns.next();
        throw reason;
      },
    );
  };
}

function count(value: unknown, { answerSize }: AnswerContext, { path }: GraphQLResolveInfo): unknown {
  answerSize.count(typeof value === 'string' ? value.length : 0, path.key as string);
  return value;
}

/**
 * Rows as long as this turn has time, then promises of rows. GraphQL makes each row's part of the answer before it asks
 * for the next row, so the time is read between them.
 */
function* inTurns<Row>(rows: readonly Row[], turns: Turns): Generator<Row | Promise<Row>> {
  let isOver = false;
  for (const row of rows) {
    isOver ||= turns.isOver;
    yield isOver ? turns.next().then(() => row) : row;
  }
}
