import { z } from 'zod';
import type { SandboxOptions } from './emulator/state.js';
import { faultRule } from './faults/fault.js';
import { choice, parseInput } from './ground/parse-input.js';

/** Every variable the sandbox reads, for its help text. */
export const SANDBOX_VARIABLES: readonly {
  name: string;
  text: string;
  default?: string;
}[] = [
  { name: 'PORT', text: 'port to listen on, 0 for a free one', default: '4010' },
  { name: 'HOST', text: 'address to listen on', default: '127.0.0.1' },
  { name: 'SANDBOX_SEED', text: 'integer; the same seed gives the same figures', default: '1' },
  { name: 'SANDBOX_LATENCY_MS', text: 'milliseconds added to every provider call', default: '0' },
  {
    name: 'SANDBOX_CURRENCIES',
    text: '"documented" or "all", which adds yen and dinar',
    default: 'documented',
  },
  { name: 'SANDBOX_FAULTS', text: 'JSON array of fault rules in force from the start' },
];

export type SandboxEnvironment = Readonly<Record<string, string | undefined>>;

function integerText(max: number) {
  const isInRange = (text: string) => /^\d+$/.test(text) && Number(text) <= max;
  return z.string().refine(isInRange, `an integer from 0 to ${max}`).transform(Number);
}

const faultRules = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'a JSON array of fault rules', input: text });
      return z.NEVER;
    }
  })
  .pipe(z.array(faultRule, 'a JSON array of fault rules'));

const variables = z.object({
  PORT: integerText(65_535).optional(),
  HOST: z.string().optional(),
  SANDBOX_SEED: integerText(Number.MAX_SAFE_INTEGER).optional(),
  SANDBOX_LATENCY_MS: integerText(2_147_483_647).optional(),
  SANDBOX_CURRENCIES: choice(['documented', 'all']).optional(),
  SANDBOX_FAULTS: faultRules.optional(),
});

/** Reads options from variables, empty ones counting as unset; throws an InputError that lists every variable at fault. */
export function parseSandboxEnvironment(environment: SandboxEnvironment): SandboxOptions {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const given = parseInput(variables, set);
  return {
    port: given.PORT,
    host: given.HOST,
    seed: given.SANDBOX_SEED,
    latencyMs: given.SANDBOX_LATENCY_MS,
    currencies: given.SANDBOX_CURRENCIES,
    faults: given.SANDBOX_FAULTS,
  };
}
