import type { Provider, ProviderDefinition } from '../providers/provider.js';
import type { UpstreamCallReport } from '../transport/call-report.js';
import { HttpTransport, type TransportSettings } from '../transport/http-transport.js';
import type { CacheSettings } from '../transport/policy.js';
import { createMemoryStore } from '../transport/stores/memory-store.js';
import { createTwoLevelStore } from '../transport/stores/two-level-store.js';
import type { Config } from './config.js';
import type { SharedStore } from './connect-store.js';

export interface ProvidersOptions {
  readonly config: Pick<Config, 'liveUrls' | 'upstreamTimeoutMs' | 'callsAtOnce' | 'cache'>;
  /** Base of the sandbox, which stands in for every provider that is not live. */
  readonly sandboxUrl: URL | undefined;
  /** What all replicas keep together; undefined: each is by itself. */
  readonly shared?: SharedStore | undefined;
  /** Undefined: a credential may make as many as its provider lets it. */
  readonly callCounts?: TransportSettings['callCounts'];
  /** Undefined: no traces are kept. */
  readonly tracing?: TransportSettings['tracing'];
  readonly onCall: (report: UpstreamCallReport) => void;
  readonly onCacheLookup: CacheSettings['onLookup'];
}

/** Gives each provider connections of its own. */
export function createProviders(
  definitions: readonly ProviderDefinition[],
  { config, sandboxUrl, shared, callCounts, tracing, onCall, onCacheLookup: onLookup }: ProvidersOptions,
): readonly Provider[] {
  const { liveUrls, upstreamTimeoutMs: timeoutMs, callsAtOnce } = config;
  const { bytesMax, ...ages } = config.cache;
  const memory = createMemoryStore(bytesMax);
  const cache = { ...ages, store: shared ? createTwoLevelStore(memory, shared.answers) : memory, onLookup };
  const monotonicMs = (): number => performance.now();
  return definitions.map((definition) => {
    const baseUrl = liveUrls.get(definition.name) ?? sandboxUrl;
    if (!baseUrl) throw new Error(`Neither ${definition.name} nor a sandbox is there to be asked.`);
    return createProvider(definition, {
      baseUrl,
      timeoutMs,
      callsAtOnce,
      cache,
      pauses: shared?.pauses,
      callCounts,
      tracing,
      onCall,
      now: Date.now,
      monotonicMs,
      random: Math.random,
    });
  });
}

function createProvider(definition: ProviderDefinition, settings: TransportSettings): Provider {
  const transport = new HttpTransport({ ...settings, ...definition.http, provider: definition.name });
  return {
    definition,
    connect: (call) => definition.connect(call, transport, settings.now),
    close: async () => transport.close(),
  };
}
