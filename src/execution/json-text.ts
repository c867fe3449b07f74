/** A part of an answer as JSON, at once or to come. */
export type Text = string | Promise<string>;

/** Thrown where a compiled query gives up: the interpreter says what is wrong, in GraphQL's words and at its place. */
export class GaveUp extends Error {}

/** One for all, since nobody reads it: an error costs as much as a page of fields. */
const gaveUp = new GaveUp('The compiled query gives up.');

/** @throws GaveUp always */
export function giveUp(): never {
  throw gaveUp;
}

/** Finds a character that JSON escapes. Half a surrogate pair is escaped as well, a whole one is not; `JSON.stringify` tells them apart. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
export const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Longer texts that need escapes are left to the interpreter, which counts what it makes of them. */
const LENGTH_MAX = 65_536;

/** Text as JSON, where it needs escapes. */
export function quoteEscaped(text: string): string {
  return text.length > LENGTH_MAX ? giveUp() : JSON.stringify(text);
}

/** Whether GraphQL would wait for the value. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Text and promises of text in turn, beginning with text. */
export type Parts = Text[];

/** The whole text, once all of it is there. `tail` follows the last promise. */
export function join(parts: Parts, tail: string): Promise<string> {
  if (parts.length === 2) {
    const [head, text] = parts as [string, Promise<string>];
    return text.then((middle) => head + middle + tail);
  }
  const waiting = parts.filter((part) => typeof part !== 'string');
  return Promise.all(waiting).then((texts) => {
    let [whole, next] = ['', 0];
    for (const part of parts) whole += typeof part === 'string' ? part : texts[next++];
    return whole + tail;
  });
}

/** Promises that nobody will wait for any more: what they fail with is no news. */
export function hush(parts: Parts | null): void {
  for (const part of parts ?? []) if (typeof part !== 'string') part.catch(() => undefined);
}
