import { InputError } from './field-reader.js';
import { parseFaultRules } from './faults/parse-fault.js';
import type { JsonValue } from './json.js';
import type { SandboxOptions } from './state.js';

/** Every variable the sandbox reads, for its help text. */
export const SANDBOX_VARIABLES: readonly { name: string; text: string }[] = [
  { name: 'PORT', text: 'port to listen on, 0 for a free one (default 4010)' },
  { name: 'HOST', text: 'address to listen on (default 127.0.0.1)' },
  { name: 'SANDBOX_SEED', text: 'integer; the same seed gives the same figures (default 1)' },
  { name: 'SANDBOX_LATENCY_MS', text: 'milliseconds added to every provider call (default 0)' },
  {
    name: 'SANDBOX_CURRENCIES',
    text: '"documented" or "all", which adds yen and dinar (default documented)',
  },
  { name: 'SANDBOX_FAULTS', text: 'JSON array of fault rules in force from the start (default none)' },
];

export type SandboxEnvironment = Readonly<Record<string, string | undefined>>;

/** Reads options from variables; throws an InputError that lists every variable at fault. */
export function parseSandboxEnvironment(environment: SandboxEnvironment): SandboxOptions {
  const problems: string[] = [];
  const integer = (name: string, max: number) => readInteger(environment[name], name, max, problems);
  const options = {
    port: integer('PORT', 65_535),
    host: environment.HOST || undefined,
    seed: integer('SANDBOX_SEED', Number.MAX_SAFE_INTEGER),
    latencyMs: integer('SANDBOX_LATENCY_MS', 2_147_483_647),
    currencies: readCurrencies(environment.SANDBOX_CURRENCIES, problems),
    faults: readFaults(environment.SANDBOX_FAULTS, problems),
  };
  if (problems.length > 0) throw new InputError(problems);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

function readInteger(
  text: string | undefined,
  name: string,
  max: number,
  problems: string[],
): number | undefined {
  if (!text) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value <= max) return value;
  problems.push(`${name}: expected an integer from 0 to ${max}, got ${JSON.stringify(text)}`);
  return undefined;
}

function readCurrencies(text: string | undefined, problems: string[]): SandboxOptions['currencies'] {
  if (!text) return undefined;
  if (text === 'documented' || text === 'all') return text;
  problems.push(`SANDBOX_CURRENCIES: expected "documented" or "all", got ${JSON.stringify(text)}`);
  return undefined;
}

function readFaults(text: string | undefined, problems: string[]): SandboxOptions['faults'] {
  if (!text) return undefined;
  try {
    return parseFaultRules(JSON.parse(text) as JsonValue);
  } catch (error) {
    const reasons = error instanceof InputError ? error.problems : ['must be a JSON array of fault rules.'];
    problems.push(...reasons.map((reason) => `SANDBOX_FAULTS: ${reason}`));
    return undefined;
  }
}
