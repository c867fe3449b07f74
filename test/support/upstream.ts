import { noteToken } from './token-watch.js';
import {
  startSandbox,
  type FaultRule,
  type Sandbox,
  type SandboxOptions,
} from '../../sandbox/start-sandbox.js';

export interface UpstreamCall {
  readonly method: string;
  readonly route: string;
  /** Raw path and query, as it arrived. */
  readonly path: string;
  readonly token: string;
  readonly status: number | null;
  readonly aborted: boolean;
  readonly headerNames: readonly string[];
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface NewAccount {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly currency?: string;
  readonly invoices?: number | readonly object[];
  readonly subscriptions?: readonly object[];
  readonly cursors?: string;
  readonly tokens?: readonly string[];
}

/** The counting upstream: the sandbox over real HTTP, with its control calls. */
export interface Upstream {
  readonly url: string;
  /** Provider calls since the last `forget`. */
  calls(): Promise<readonly UpstreamCall[]>;
  /** Raw paths and queries of those calls, in order. */
  paths(): Promise<readonly string[]>;
  forget(): Promise<void>;
  reset(): Promise<void>;
  fault(rule: FaultRule): Promise<void>;
  clearFaults(): Promise<void>;
  createAccount(account: NewAccount): Promise<void>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export async function startUpstream(options: SandboxOptions = {}): Promise<Upstream> {
  const sandbox: Sandbox = await startSandbox(options);
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    if (path === '/tokens') noteToken((body as { token?: string } | undefined)?.token ?? '');
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const calls = async (): Promise<readonly UpstreamCall[]> => {
    return ((await control('GET', '/calls')) as { log: UpstreamCall[] }).log;
  };
  return {
    url: sandbox.url,
    control,
    calls,
    paths: async () => (await calls()).map(({ path }) => path),
    forget: async () => void (await control('DELETE', '/calls')),
    reset: async () => void (await control('POST', '/reset')),
    fault: async (rule) => void (await control('POST', '/faults', rule)),
    clearFaults: async () => void (await control('DELETE', '/faults')),
    createAccount: async (account) => void (await control('POST', '/accounts', account)),
    close: async () => sandbox.close(),
  };
}
