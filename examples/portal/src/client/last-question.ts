import { ApolloLink } from '@apollo/client';
import { tap } from 'rxjs';

/** What the last question cost. */
export interface LastQuestion {
  readonly name: string;
  /** Calls to the providers, from the header `x-upstream-calls`. Null: the answer did not say. */
  readonly upstreamCalls: string | null;
  /** From the click to the answer, as this browser saw it. */
  readonly durationMs: number;
}

let last: LastQuestion | undefined;
const listeners = new Set<() => void>();

/** A store in the shape that `useSyncExternalStore` takes. */
export const lastQuestion = {
  read: (): LastQuestion | undefined => last,
  write: (next: LastQuestion): void => {
    last = next;
    listeners.forEach((tell) => tell());
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Notes what each query cost. A stream of events is no question. */
export function noteQuestions(): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const startedAt = performance.now();
    const note = (): void => {
      const { response } = operation.getContext() as { response?: Response };
      lastQuestion.write({
        name: operation.operationName ?? 'Question',
        upstreamCalls: response?.headers.get('x-upstream-calls') ?? null,
        durationMs: Math.round(performance.now() - startedAt),
      });
    };
    const answer = forward(operation);
    const isStream = String(operation.operationType) === 'subscription';
    return isStream ? answer : answer.pipe(tap({ next: note, error: note }));
  });
}
