/** Waits for all; each that failed is its error, at its own place, so that its neighbours still answer. */
export async function settleAll<Value>(promises: readonly Promise<Value>[]): Promise<(Value | Error)[]> {
  const outcomes = await Promise.allSettled(promises);
  return outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : toError(outcome.reason),
  );
}

export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
