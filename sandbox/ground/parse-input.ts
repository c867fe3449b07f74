import { z } from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from './json.js';

/** Characters of a refused value that its problem shows. */
const SHOWN_MAX = 60;

/** What a caller got wrong, all of it at once: each problem names the field, what was expected and what came. */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join(' '));
  }
}

/** Parses the untrusted; throws an InputError that lists every problem. */
export function parseInput<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new InputError(parsed.error.issues.flatMap(toProblems));
}

// The words of the sandbox's schemas. A schema's message says what is expected, in words that follow "must be".

/**
 * An object with these fields and no others: a misspelt one would be passed over, and the test that set it would
 * prove nothing.
 */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? `known are ${known}` : 'an object'),
  });
}

/** A whole number, by default not below 0. */
export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER } = {}) {
  const limits = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  const expected = `an integer ${limits}`;
  return z.int(expected).min(min, expected).max(max, expected);
}

/** One of these texts. */
export function choice<const Choices extends readonly [string, ...string[]]>(choices: Choices) {
  return z.enum(choices, `one of ${choices.join(', ')}`);
}

export const text = z.string('a text');
export const texts = z.array(text, 'an array of texts');
export const flag = z.boolean('true or false');

/** Any JSON, as it came: it has been parsed already, and a copy would only cost. */
export const json = z.custom<JsonValue>((value) => value !== undefined, 'any JSON');
/** Any JSON object, as it came. */
export const object = z.custom<JsonObject>((value) => isJsonObject(value as JsonValue), 'an object');

function toProblems(issue: z.core.$ZodIssue): string[] {
  const { code, message } = issue;
  if (code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${toPath([...issue.path, key])} is not known; ${message}.`);
  }
  // The whole union is reported where its discriminator names none of its members.
  const came = code === 'invalid_union' && issue.discriminator ? discriminatorOf(issue) : issue.input;
  const path = toPath(issue.path);
  return [came === undefined ? `${path} is required.` : `${path} must be ${message}, got ${show(came)}.`];
}

function discriminatorOf({ input, discriminator = '' }: z.core.$ZodIssueInvalidUnion): unknown {
  return isJsonObject(input as JsonValue) ? (input as JsonObject)[discriminator] : undefined;
}

/** `faults[0].status`; the whole input is `The body`. */
function toPath(keys: readonly PropertyKey[]): string {
  const path = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return path.replace(/^\./, '') || 'The body';
}

/** Enough of a value to find it by. */
function show(value: unknown): string {
  const shown = JSON.stringify(value);
  return shown.length > SHOWN_MAX ? `${shown.slice(0, SHOWN_MAX)}...` : shown;
}
