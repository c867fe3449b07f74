/**
 * Begins so many tasks a second, whatever becomes of those before, and resolves with all their outcomes. A task is told its
 * number.
 */
export async function atRate({ perSecond, seconds, onProgress }, task) {
  const outcomes = [];
  const startedAtMs = performance.now();
  const total = Math.round(perSecond * seconds);
  for (let number = 0; number < total; number += 1) {
    const waitMs = startedAtMs + (number * 1000) / perSecond - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    outcomes.push(task(number));
    if (number % Math.ceil(perSecond) === 0) onProgress?.(number / total);
  }
  return Promise.all(outcomes);
}

/** The value below which that share of the figures lies. */
export function percentile(figures, share) {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
