/** The emulators of the providers, running beside the API in its own process. */
export interface EmbeddedSandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** What the sandbox's program offers to one that embeds it. */
interface SandboxProgram {
  readonly startEmbedded: (environment: NodeJS.ProcessEnv) => Promise<EmbeddedSandbox | readonly string[]>;
}

/**
 * The sandbox is a program of its own, which the API speaks to over HTTP alone. It is found beside the built `main.js`,
 * and loaded only where it is needed: a production start must not even read it. Returns what is wrong with its settings
 * otherwise.
 */
export async function startEmbeddedSandbox(
  environment: NodeJS.ProcessEnv,
): Promise<EmbeddedSandbox | readonly string[]> {
  const program = new URL('./sandbox/embedded.js', import.meta.url).href;
  const { startEmbedded } = (await import(program)) as SandboxProgram;
  return startEmbedded(environment);
}
