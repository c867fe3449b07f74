import { isJsonObject, type JsonObject, type JsonValue } from './json.js';

/** What a caller got wrong, all of it at once. */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join(' '));
  }
}

interface IntegerRange {
  min?: number;
  max?: number;
}

/** Reads the fields of an untrusted object and gathers what is wrong; absent fields are undefined. */
export class FieldReader {
  readonly #fields: JsonObject;
  readonly #known = new Set<string>();

  constructor(
    value: JsonValue,
    readonly path: string,
    readonly problems: string[],
  ) {
    if (!isJsonObject(value)) problems.push(`${path || 'The body'} must be an object.`);
    this.#fields = isJsonObject(value) ? value : {};
  }

  any(name: string): JsonValue | undefined {
    this.#known.add(name);
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  text(name: string): string | undefined {
    return this.#read(name, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  flag(name: string): boolean | undefined {
    return this.#read(name, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  integer(name: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: IntegerRange = {}): number | undefined {
    const limits = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    return this.#read(name, `an integer ${limits}`, (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? value
        : undefined,
    );
  }

  choice<Choice extends string | number>(name: string, choices: readonly Choice[]): Choice | undefined {
    const expected = `one of ${choices.join(', ')}`;
    return this.#read(name, expected, (value) => choices.find((choice) => choice === value));
  }

  texts(name: string): string[] | undefined {
    return this.#read(name, 'an array of texts', (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined,
    );
  }

  object(name: string): JsonObject | undefined {
    return this.#read(name, 'an object', (value) => (isJsonObject(value) ? value : undefined));
  }

  objects(name: string): JsonObject[] | undefined {
    return this.#read(name, 'an array of objects', (value) =>
      Array.isArray(value) && value.every(isJsonObject) ? value : undefined,
    );
  }

  headers(name: string): Record<string, string> | undefined {
    return this.#read(name, 'an object of texts', (value) =>
      isJsonObject(value) && Object.values(value).every((item) => typeof item === 'string')
        ? (value as Record<string, string>)
        : undefined,
    );
  }

  /** A count of rows to make up, or the rows themselves. */
  rows(name: string, max: number): number | JsonObject[] | undefined {
    const expected = `an integer from 0 to ${max} or an array of objects`;
    return this.#read(name, expected, (value) => {
      if (Array.isArray(value)) return value.every(isJsonObject) ? value : undefined;
      return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max
        ? Number(value)
        : undefined;
    });
  }

  /** For a field that has to be there; the fallback only keeps the types simple, the problem is noted. */
  required<Value>(name: string, value: Value | undefined, fallback: Value): Value {
    if (value === undefined && this.any(name) === undefined) this.problem(name, 'is required');
    return value ?? fallback;
  }

  problem(name: string, text: string): void {
    this.problems.push(`${this.#pathOf(name)} ${text}.`);
  }

  /** A misspelt field would otherwise be passed over, and the test that set it would prove nothing. */
  refuseOthers(): void {
    const others = Object.keys(this.#fields).filter((name) => !this.#known.has(name));
    for (const name of others) this.problem(name, `is not known; known are ${[...this.#known].join(', ')}`);
  }

  #read<Value>(
    name: string,
    expected: string,
    read: (value: JsonValue) => Value | undefined,
  ): Value | undefined {
    const value = this.any(name);
    if (value === undefined) return undefined;
    const result = read(value);
    if (result === undefined) this.problem(name, `must be ${expected}`);
    return result;
  }

  #pathOf(name: string): string {
    return this.path ? `${this.path}.${name}` : name;
  }
}

/** Runs a reader over a value; throws an InputError that lists every problem. */
export function parseFields<Value>(value: JsonValue, read: (fields: FieldReader) => Value, path = ''): Value {
  const problems: string[] = [];
  const fields = new FieldReader(value, path, problems);
  const result = read(fields);
  if (problems.length === 0) fields.refuseOthers();
  if (problems.length > 0) throw new InputError(problems);
  return result;
}
