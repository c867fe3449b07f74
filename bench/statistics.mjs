export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/** The smallest value that at least so large a share of the values does not exceed. */
export function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Median, least and most of what each round's value is to its baseline's. */
export function ratio(values, baseline) {
  const ratios = values.map((value, round) => value / baseline[round]);
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

/** The same order for the same seed. */
export function shuffle(items, seed) {
  const shuffled = [...items];
  let state = seed;
  for (let left = shuffled.length; left > 1; left -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const at = state % left;
    [shuffled[left - 1], shuffled[at]] = [shuffled[at], shuffled[left - 1]];
  }
  return shuffled;
}
