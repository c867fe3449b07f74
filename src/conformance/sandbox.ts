/** How the sandbox is set up; what is left out is as `docs/sandbox.md` says. */
export interface SandboxOptions {
  /** Left out: a free one. */
  readonly port?: number;
  /** The same seed gives the same figures. */
  readonly seed?: number;
  /** Milliseconds added to every provider call. */
  readonly latencyMs?: number;
  /** `all` adds yen and dinar. */
  readonly currencies?: 'documented' | 'all';
}

/** A call that a provider received. */
export interface SandboxCall {
  readonly provider: 'altostrat' | 'northflank';
  readonly method: string;
  /** Template of its path. */
  readonly route: string;
  /** Raw path and query. */
  readonly path: string;
  /** Without its scheme. */
  readonly token: string;
  /** Null while it is unanswered. */
  readonly status: number | null;
}

/** What fails: the rule as `docs/sandbox.md` has it. */
export interface SandboxFault {
  /** Left out: every call. */
  readonly match?: {
    readonly provider?: 'altostrat' | 'northflank';
    readonly method?: string;
    readonly token?: string;
    readonly route?: string;
    readonly path?: string;
  };
  readonly fault: { readonly kind: string; readonly [setting: string]: unknown };
  /** How many calls it hits; left out: all. */
  readonly times?: number;
  /** How many pass first; left out: none. */
  readonly skip?: number;
}

/** The emulators of Altostrat and Northflank over HTTP, which count their calls. */
export interface Sandbox {
  /** Base URL of either provider, without a trailing slash. */
  readonly url: string;
  /** Provider calls since the last `forget`, in order. */
  calls(): Promise<readonly SandboxCall[]>;
  forget(): Promise<void>;
  fault(rule: SandboxFault): Promise<void>;
  clearFaults(): Promise<void>;
  /** A control call of `docs/sandbox.md`: `control('POST', '/accounts', { ... })`. Rejects where it is refused. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Breaks what is still open. */
  close(): Promise<void>;
}

interface SandboxProgram {
  readonly startSandbox: (
    options: SandboxOptions,
  ) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>;
}

/** Starts the sandbox that the service itself is tested with. Its data are those of `docs/sandbox.md`. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  // A program of its own, which is found where the build puts it.
  const program = new URL('../sandbox/start-sandbox.js', import.meta.url).href;
  const { url, close } = await ((await import(program)) as SandboxProgram).startSandbox(options);
  const control = createControl(url);
  return {
    url,
    control,
    calls: async () => ((await control('GET', '/calls')) as { log: readonly SandboxCall[] }).log,
    forget: async () => void (await control('DELETE', '/calls')),
    fault: async (rule) => void (await control('POST', '/faults', rule)),
    clearFaults: async () => void (await control('DELETE', '/faults')),
    close,
  };
}

function createControl(url: string): Sandbox['control'] {
  return async (method, path, body) => {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${url}/_sandbox${path}`, { method, ...(body !== undefined && json) });
    const text = await response.text();
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
}
