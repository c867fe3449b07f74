import { startApi, type Api, type StartServer } from './api.js';
import { startUpstream, type Upstream } from './upstream.js';

/** The system that a file's tests share. Each file has its own; both are there from its first test on. */
export let upstream: Upstream;
export let api: Api;

/** Starts the built server over the counting upstream for the tests of a file, and ends both after the last of them. */
export function startSystem(environment: Record<string, string> = {}, start: StartServer = startApi): void {
  beforeAll(async () => {
    upstream = await startUpstream();
    api = await start({ ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url, ...environment });
  });
  afterAll(async () => {
    await api?.stop();
    await upstream?.close();
  });
}
