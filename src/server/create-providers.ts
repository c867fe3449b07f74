import { createAltostrat } from '../providers/altostrat/source.js';
import { createNorthflank } from '../providers/northflank/source.js';
import type { Provider } from '../providers/provider.js';
import type { UpstreamCallReport } from '../transport/call-report.js';
import type { Config } from './config.js';

/** Where each provider's API is. */
export interface UpstreamUrls {
  readonly altostrat: URL;
  readonly northflank: URL;
}

/** The providers that this deployment serves. A new one is a line here. */
export function createProviders(
  { upstreamTimeoutMs: timeoutMs, callsAtOnce }: Config,
  urls: UpstreamUrls,
  onCall: (report: UpstreamCallReport) => void,
): readonly Provider[] {
  const monotonicMs = (): number => performance.now();
  const options = { timeoutMs, callsAtOnce, onCall, now: Date.now, monotonicMs };
  return [
    createAltostrat({ ...options, baseUrl: urls.altostrat }),
    createNorthflank({ ...options, baseUrl: urls.northflank }),
  ];
}
