import { CallBudget } from '../../src/calls/call-budget.js';
import { toCredentialKey, type Call } from '../../src/transport/call.js';
import { Exchange } from '../../src/transport/exchange.js';
import { OperationMemory } from '../../src/transport/operation-memory.js';
import type { OperationEnd, Waiting } from '../../src/transport/operation-end.js';
import type { UpstreamRequest } from '../../src/transport/upstream-request.js';

/** A call with the whole budget that pays for it. */
export type TestCall = Call & { readonly budget: CallBudget };

/** The end of an operation, which comes when a test says so. */
export class TestEnd implements OperationEnd {
  reason: Error | undefined = undefined;
  readonly #waiting = new Set<Waiting>();

  add(waiting: Waiting): void {
    this.#waiting.add(waiting);
  }

  remove(waiting: Waiting): void {
    this.#waiting.delete(waiting);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  come(reason: Error): void {
    this.reason = reason;
    for (const waiting of [...this.#waiting]) waiting.leave(reason);
  }
}

/** One operation's calls to a provider, with what a test wants to be different. */
export function toCall(given: Partial<TestCall> & { readonly token?: string } = {}): TestCall {
  const { token = 'token-of-a', ...call } = given;
  const credential = `Bearer ${token}`;
  return {
    credential,
    credentialKey: toCredentialKey(credential),
    end: new TestEnd(),
    budget: new CallBudget(25),
    memory: new OperationMemory(),
    correlationId: 'c',
    wantsFresh: false,
    ...call,
  };
}

export function toRequest(call: Call, given: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return { method: 'GET', route: 'x', segments: ['x'], wanted: 'list', purse: call.budget, ...given };
}

/** An exchange as the transport begins it. */
export function toExchange(
  call: Call = toCall(),
  given: Partial<UpstreamRequest> & { readonly path?: string } = {},
): Exchange {
  const { path = '/x', ...request } = given;
  return new Exchange(toRequest(call, request), call, path);
}

/** The end of a pipeline that a test answers by hand. It notes what was sent, in order. */
export class FakeProvider {
  readonly sent: Exchange[] = [];
  readonly #settlers = new Map<Exchange, PromiseWithResolvers>();

  constructor(private readonly monotonicMs: () => number = () => 0) {}

  readonly next = async (exchange: Exchange): Promise<unknown> => {
    exchange.sentAtMs = this.monotonicMs();
    this.sent.push(exchange);
    const settler = withResolvers();
    this.#settlers.set(exchange, settler);
    exchange.onEnd((reason) => {
      exchange.settle(reason);
      settler.reject(reason);
    });
    return settler.promise;
  };

  answer(exchange: Exchange, value: unknown = 'answer'): void {
    exchange.settle();
    this.#settlers.get(exchange)?.resolve(value);
  }

  fail(exchange: Exchange, error: Error): void {
    exchange.settle(error);
    this.#settlers.get(exchange)?.reject(error);
  }
}

interface PromiseWithResolvers {
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

function withResolvers(): PromiseWithResolvers {
  let resolve: PromiseWithResolvers['resolve'] = () => undefined;
  let reject: PromiseWithResolvers['reject'] = () => undefined;
  const promise = new Promise((take, refuse) => {
    resolve = take;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** The error that `act` throws or rejects with; undefined: none. */
export async function errorOf(act: () => unknown): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error;
  }
}
