/** What was expected, and what came instead: for whichever test runner catches it. */
export function fail(what: string, expected: unknown, came: unknown): never {
  throw new Error(`${what}: expected ${show(expected)}, got ${show(came)}.`);
}

/** By their JSON, which all that an answer holds has. */
export function assertSame(what: string, came: unknown, expected: unknown): void {
  if (JSON.stringify(came) !== JSON.stringify(expected)) fail(what, expected, came);
}

const SHOWN_MAX = 500;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}… (${text.length} characters)` : text;
}
