import type { IncomingMessage } from 'node:http';
import type { Asking, Beginning } from './begin-operation.js';
import { toText } from './answer-text.js';
import { checkOperation } from './check-operation.js';
import type { CompiledAnswers } from './compiled-answers.js';
import type { KnownOperation } from './known-operation.js';
import type { KnownRequest, KnownRequests } from './known-request.js';
import type { SubgraphGuard } from './router-access.js';
import { SharedAnswers } from './shared-answers.js';
import type { OperationContext } from './context.js';

/** A good answer, whole. */
export interface KnownAnswer {
  readonly text: string;
  readonly contentType: string;
  readonly operation: OperationContext;
}

/** What recognizes a request, and what it then goes through: its context, its checks, its run. */
export interface KnownAnswersOptions {
  readonly requests: KnownRequests;
  readonly compiled: CompiledAnswers;
  readonly beginAtOnce: Beginning['beginAtOnce'];
  readonly guard: SubgraphGuard;
}

/**
 * Answers what has been asked before with as little as it takes: no document is parsed, no plan is made. Every check
 * that depends on the request is made all the same.
 */
export class KnownAnswers {
  readonly #requests: KnownRequests;
  readonly #compiled: CompiledAnswers;
  readonly #beginAtOnce: Beginning['beginAtOnce'];
  readonly #guard: SubgraphGuard;
  readonly #shared = new SharedAnswers();
  /** Operations that have waited for a provider. The others take less time than it takes to compare them. */
  readonly #waiting = new WeakSet<KnownOperation>();

  constructor({ requests, compiled, beginAtOnce, guard }: KnownAnswersOptions) {
    this.#requests = requests;
    this.#compiled = compiled;
    this.#beginAtOnce = beginAtOnce;
    this.#guard = guard;
  }

  /** Undefined: nobody has asked this before, or not in this way. */
  find(body: unknown, message: IncomingMessage): KnownRequest | undefined {
    return this.#requests.find(body, message);
  }

  /**
   * Undefined: Apollo has to answer, over the context that the message then has. It finds again whatever was wrong.
   */
  answer(known: KnownRequest, asking: Asking): KnownAnswer | undefined | Promise<KnownAnswer | undefined> {
    const { operation, variables, contentType } = known;
    try {
      const context = this.#beginAtOnce(asking);
      if (!context) return undefined;
      checkOperation({ operation, variables, context }, this.#guard);
      const key = this.#waiting.has(operation) ? shareKey(known, asking, context) : undefined;
      const data = this.#shared.run(key, context, () => this.#compiled.run(operation, variables, context));
      const toAnswer = (text: string | undefined): KnownAnswer | undefined => {
        if (text === undefined) return giveUp(asking);
        const whole = toText(text, context.cost);
        return { text: `${whole}\n`, contentType, operation: context };
      };
      if (!(data instanceof Promise)) return toAnswer(data);
      this.#waiting.add(operation);
      return data.then(toAnswer, () => giveUp(asking));
    } catch {
      return giveUp(asking);
    }
  }
}

/** Longer requests are not worth the comparing. */
const SHARED_BYTES_MAX = 4096;

/** What has the same answer: the same operation with the same variables, asked by the same caller. */
function shareKey(
  { operation, variables }: KnownRequest,
  { message }: Asking,
  { credentialKeys, isRouter, wantsFresh }: OperationContext,
): string | undefined {
  if (wantsFresh || operation.isComputed || Number(message.headers['content-length']) > SHARED_BYTES_MAX)
    return undefined;
  return JSON.stringify([operation.number, variables, [...credentialKeys], isRouter]);
}

function giveUp({ message }: Asking): undefined {
  message.operation?.startOver();
}
