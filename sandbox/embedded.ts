import { parseSandboxEnvironment, SANDBOX_VARIABLES, type SandboxEnvironment } from './environment.js';
import { InputError } from './ground/parse-input.js';
import type { SandboxOptions } from './emulator/state.js';
import { startSandbox, type Sandbox } from './start-sandbox.js';

/** The variables that set it up where it is embedded, as its host lists them. */
export const embeddedSettings = SANDBOX_VARIABLES.filter(({ name }) => !['HOST', 'PORT'].includes(name)).map(
  ({ name, text, default: usual }) => ({ name, meaning: text, default: usual }),
);

/** Every variable that would keep it from starting. */
export function checkEmbedded(environment: SandboxEnvironment): readonly string[] {
  try {
    parseEmbedded(environment);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

/** The program's own address is not the sandbox's. */
function parseEmbedded(environment: SandboxEnvironment): SandboxOptions {
  return parseSandboxEnvironment({ ...environment, HOST: undefined, PORT: undefined });
}

/** A sandbox inside another program's process, on a free loopback port; or every variable that keeps it from starting. */
export async function startEmbedded(environment: SandboxEnvironment): Promise<Sandbox | readonly string[]> {
  try {
    return await startSandbox(parseEmbedded(environment));
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
