/** Waits for all; each that failed is its error, at its own place, so that its neighbours still answer. */
export async function settleAll<Value>(promises: readonly Promise<Value>[]): Promise<(Value | Error)[]> {
  const outcomes = await Promise.allSettled(promises);
  return outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : toError(outcome.reason),
  );
}

/**
 * The same for the first `max` of a list; each further one is refused at its own place, and nothing is loaded for it.
 */
export async function settleFirst<Item, Value>(
  items: readonly Item[],
  max: number,
  load: (item: Item) => Promise<Value>,
  refuse: () => Error,
): Promise<(Value | Error)[]> {
  const loaded = await settleAll(items.slice(0, max).map(load));
  return [...loaded, ...items.slice(max).map(refuse)];
}

/** JavaScript throws anything; the rest of this code handles errors. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
