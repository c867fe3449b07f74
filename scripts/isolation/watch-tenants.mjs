import { startServer } from '../soak/system.mjs';
import { runTenants } from './run-tenants.mjs';
import { buildSabotaged } from './sabotage.mjs';
import { startTenantsProvider } from './tenants-provider.mjs';
import { createTenants, findForeign } from './tenants.mjs';

/** Enough of a line that no mark or token is cut. */
const CARRY = 256;

const ENVIRONMENT = { LOG_LEVEL: 'trace', CACHE_LIST_MS: '200', CALLS_PER_MINUTE_PER_CREDENTIAL: '300' };

/**
 * Runs the tenants against servers over their provider, and looks at all that these write: answers, heads, logs at every level,
 * metrics. Resolves with the figures and what was found, in words.
 *
 * @param {{ tenants: number, requests: number, replicas?: number, environment?: object, sabotage?: object, seed?: number,
 *   atOnce?: number, onProgress?: (share: number) => void }} options
 */
export async function watchTenants({ tenants: count, replicas = 1, environment = {}, sabotage, ...options }) {
  const tenants = createTenants(count);
  const build = sabotage && (await buildSabotaged(sabotage));
  const provider = await startTenantsProvider(tenants);
  const logs = new LogWatch();
  const servers = [];
  try {
    for (let replica = 0; replica < replicas; replica += 1) {
      const onOutput = logs.reader();
      const settings = { environment: { ...ENVIRONMENT, ...environment }, onOutput };
      servers.push(await startServer(provider.url, { ...settings, ...(build && { entry: build.entry }) }));
    }
    const urls = servers.map(({ url }) => url);
    const met = await runTenants({ ...options, tenants, urls });
    const metrics = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
    const inMetrics = metrics.flatMap((text) => findForeign(text)).map((found) => `metrics: ${found}`);
    return {
      ...met,
      calls: provider.calls.expected,
      strangeCalls: provider.calls.strange,
      logLines: logs.lines,
      findings: [...met.findings, ...logs.findings, ...inMetrics],
    };
  } finally {
    await Promise.all(servers.map(async ({ stop }) => stop()));
    await provider.stop();
    await build?.remove();
  }
}

/** What servers write holds no mark and no token of anybody's. */
class LogWatch {
  lines = 0;
  findings = [];

  /** One for each server, whose pieces come in their order. */
  reader() {
    let carried = '';
    return (chunk) => {
      const text = carried + chunk;
      this.lines += String(chunk).split('\n').length - 1;
      if (this.findings.length === 0) this.findings = findForeign(text).map((found) => `log: ${found}`);
      carried = text.slice(-CARRY);
    };
  }
}
