import type { ApolloServerPlugin } from '@apollo/server';
import type { Variables } from '../../execution/plan-arguments.js';
import type { Turns } from '../../execution/run.js';
import { answerBytesMax } from './answer-size.js';
import type { OperationContext } from './context.js';
import type { KnownOperation, KnownOperations } from './known-operation.js';

/** The `data` of an answer that is text already. */
export class WrittenData {
  constructor(readonly text: string) {}
}

/** The operations of one schema, and when a large answer lets others have their turn. */
export interface CompiledAnswersOptions {
  readonly operations: KnownOperations;
  readonly turns: Turns;
}

/** Answers operations by compiled queries, as long as nothing is unusual about their answers. */
export class CompiledAnswers {
  readonly #operations: KnownOperations;
  readonly #turns: Turns;

  constructor({ operations, turns }: CompiledAnswersOptions) {
    this.#operations = operations;
    this.#turns = turns;
  }

  /**
   * The text of `data`. Where it is undefined, throws or rejects, the interpreter has to answer, over the same context:
   * what has been read is remembered.
   */
  run(
    { compiled }: KnownOperation,
    variables: Variables,
    context: OperationContext,
  ): string | undefined | Promise<string | undefined> {
    const text = compiled.run(variables, {
      context,
      turns: this.#turns,
      charactersMax: answerBytesMax(undefined, false),
    });
    if (text === undefined) return undefined;
    return typeof text === 'string' ? accept(text, context) : text.then((whole) => accept(whole, context));
  }

  /** For Apollo's own way, which every document takes that is not known yet, and every request that is unusual. */
  get plugin(): ApolloServerPlugin<OperationContext> {
    return {
      requestDidStart: async () => ({
        responseForOperation: async ({ document, operation, request, contextValue, response }) => {
          if (contextValue.hasGivenUp) return interpret(contextValue);
          // A router that asks for the timings of all fields is told them by the interpreter.
          const isTraced = request.http?.headers.has('apollo-federation-include-trace') === true;
          // Apollo says that there is no such operation only after it has asked us.
          if (!operation || (isTraced && contextValue.isRouter)) return null;
          const known = this.#operations.of(document, operation);
          const variables = known.compiled.coerce(request.variables ?? {});
          const text = variables && (await this.#settle(known, variables, contextValue));
          if (text === undefined) return interpret(contextValue);
          const data = new WrittenData(text) as unknown as Record<string, unknown>;
          return { http: response.http, body: { kind: 'single', singleResult: { data } } };
        },
      }),
    };
  }

  async #settle(
    known: KnownOperation,
    variables: Variables,
    context: OperationContext,
  ): Promise<string | undefined> {
    try {
      const text = await this.run(known, variables, context);
      if (text !== undefined) return text;
    } catch {
      // Whatever it was, the interpreter meets it again and says so.
    }
    context.startOver();
    return undefined;
  }
}

function interpret(context: OperationContext): null {
  context.interpret();
  return null;
}

/** Undefined for what has to be said in more than data, or refused. */
function accept(text: string, context: OperationContext): string | undefined {
  if (context.asides.length > 0) return undefined;
  // How large the request was decides only beyond what is free for every one.
  const bytesMax = answerBytesMax(context.hasAskedProvider() ? undefined : 0, false);
  return isWithin(text, bytesMax) ? text : undefined;
}

/** No character takes more than three bytes, which spares most texts the counting. */
function isWithin(text: string, bytesMax: number): boolean {
  return text.length * 3 <= bytesMax || Buffer.byteLength(text) <= bytesMax;
}
