import { createRequire } from 'node:module';

/** The emulators of the providers, running beside the API in its own process. */
export interface EmbeddedSandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** A variable that sets the sandbox up. */
export interface SandboxSetting {
  readonly name: string;
  readonly meaning: string;
  /** Undefined: unset. */
  readonly default: string | undefined;
}

/** What the sandbox's program offers to one that embeds it. */
interface SandboxProgram {
  readonly startEmbedded: (environment: NodeJS.ProcessEnv) => Promise<EmbeddedSandbox | readonly string[]>;
  readonly checkEmbedded: (environment: NodeJS.ProcessEnv) => readonly string[];
  readonly embeddedSettings: readonly SandboxSetting[];
}

/**
 * The sandbox is a program of its own, which the API speaks to over HTTP alone. It is one file in the build,
 * and loaded only where it is needed: a production start must not even read it. Returns what is wrong with its settings
 * otherwise.
 */
export async function startEmbeddedSandbox(
  environment: NodeJS.ProcessEnv,
): Promise<EmbeddedSandbox | readonly string[]> {
  return loadProgram().startEmbedded(environment);
}

/** Its settings that would keep it from starting. */
export async function checkSandboxSettings(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  return loadProgram().checkEmbedded(environment);
}

/** The settings that it reads where it is embedded. */
export async function listSandboxSettings(): Promise<readonly SandboxSetting[]> {
  return loadProgram().embeddedSettings;
}

function loadProgram(): SandboxProgram {
  return createRequire(import.meta.url)('./sandbox/embedded.cjs') as SandboxProgram;
}
