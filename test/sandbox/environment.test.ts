import { parseSandboxEnvironment } from '../../sandbox/environment.js';
import { InputError } from '../../sandbox/ground/parse-input.js';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseSandboxEnvironment(environment);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

test('F60 no variables are no options, and empty ones neither', () => {
  expect(parseSandboxEnvironment({})).toEqual({});
  expect(parseSandboxEnvironment({ PORT: '', HOST: '', SANDBOX_FAULTS: '' })).toEqual({});
});

test('F60 every variable becomes its option', () => {
  expect(
    parseSandboxEnvironment({
      PORT: '0',
      HOST: '::1',
      SANDBOX_SEED: '7',
      SANDBOX_LATENCY_MS: '20',
      SANDBOX_CURRENCIES: 'all',
      SANDBOX_FAULTS: '[{"fault":{"kind":"hang"},"times":1}]',
    }),
  ).toEqual({
    port: 0,
    host: '::1',
    seed: 7,
    latencyMs: 20,
    currencies: 'all',
    faults: [{ fault: { kind: 'hang' }, times: 1 }],
  });
});

test('F60 all variables at fault are listed, each with what was expected', () => {
  expect(
    problemsOf({
      PORT: '65536',
      SANDBOX_SEED: '-1',
      SANDBOX_LATENCY_MS: 'fast',
      SANDBOX_CURRENCIES: 'ALL',
      SANDBOX_FAULTS: '[{"fault":{"kind":"status"}}]',
    }),
  ).toEqual([
    'PORT must be an integer from 0 to 65535, got "65536".',
    'SANDBOX_SEED must be an integer from 0 to 9007199254740991, got "-1".',
    'SANDBOX_LATENCY_MS must be an integer from 0 to 2147483647, got "fast".',
    'SANDBOX_CURRENCIES must be one of documented, all, got "ALL".',
    'SANDBOX_FAULTS[0].fault.status is required.',
  ]);
});

test.each([
  ['{', '"{"'],
  ['{}', '{}'],
  ['null', 'null'],
])('F60 SANDBOX_FAULTS=%s is not an array of rules', (text, shown) => {
  expect(problemsOf({ SANDBOX_FAULTS: text })).toEqual([
    `SANDBOX_FAULTS must be a JSON array of fault rules, got ${shown}.`,
  ]);
});
