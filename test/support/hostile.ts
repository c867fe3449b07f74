import { startApi, type Api, type StartServer } from './api.js';
import { accountField } from './invoice-row.js';
import { startRecorder, type Recorder } from './recorder.js';
import { startUpstream, type Upstream } from './upstream.js';

/** A server under attack: its upstream, a second listener that nothing may ever reach, and a bystander. */
export interface HostileSetting {
  readonly api: Api;
  readonly upstream: Upstream;
  readonly evil: Recorder;
  /** Puts everything back, and checks that the last case did no harm. */
  expectUnharmed(): Promise<void>;
  close(): Promise<void>;
}

const BYSTANDER = { token: 'sandbox-altostrat-initech', headers: { 'x-request-id': 'bystander' } };
const QUERY = `{ ${accountField('cus_initech', 'ws_initech')} { name invoices(first: 3) { nodes { id number total { decimal } } } } }`;

export async function startHostile(
  environment: Record<string, string> = {},
  start: StartServer = startApi,
): Promise<HostileSetting> {
  const [upstream, evil] = await Promise.all([startUpstream(), startRecorder({ evil: true })]);
  const api = await start({
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    ...environment,
  });
  const { text: baseline } = await api.ask(QUERY, BYSTANDER);
  await upstream.forget();
  return {
    api,
    upstream,
    evil,
    expectUnharmed: async () => {
      await upstream.clearFaults();
      expect(evil.requests).toEqual([]);
      expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
      expect((await api.ask(QUERY, BYSTANDER)).text).toBe(baseline);
      await upstream.forget();
    },
    close: async () => {
      await api.stop();
      await Promise.all([upstream.close(), evil.close()]);
    },
  };
}

/** The same upstream behind a server as a deployment runs it. */
export async function startProduction({ upstream }: HostileSetting): Promise<Api> {
  return startApi({ NODE_ENV: 'production', ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url });
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** Posts a body as it is, which `Api.ask` would not. */
export async function post(api: Api, body: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sandbox-altostrat', ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}
