import { parseSandboxEnvironment, type SandboxEnvironment } from './environment.js';
import { InputError } from './ground/parse-input.js';
import { startSandbox, type Sandbox } from './start-sandbox.js';

/** A sandbox inside another program's process, on a free loopback port; or every variable that keeps it from starting. */
export async function startEmbedded(environment: SandboxEnvironment): Promise<Sandbox | readonly string[]> {
  try {
    // The program's own address is not the sandbox's.
    return await startSandbox(parseSandboxEnvironment({ ...environment, HOST: undefined, PORT: undefined }));
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
