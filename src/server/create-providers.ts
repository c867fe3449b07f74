import { createAltostrat } from '../providers/altostrat/source.js';
import { createNorthflank } from '../providers/northflank/source.js';
import type { Provider } from '../providers/provider.js';
import type { UpstreamCallReport } from '../transport/http-transport.js';
import type { Config } from './config.js';

/** Where each provider's API is. */
export interface UpstreamUrls {
  readonly altostrat: URL;
  readonly northflank: URL;
}

/** The providers that this deployment serves. A new one is a line here. */
export function createProviders(
  { upstreamTimeoutMs: timeoutMs }: Config,
  urls: UpstreamUrls,
  onCall: (report: UpstreamCallReport) => void,
): readonly Provider[] {
  const options = { timeoutMs, onCall, now: Date.now };
  return [
    createAltostrat({ ...options, baseUrl: urls.altostrat }),
    createNorthflank({ ...options, baseUrl: urls.northflank }),
  ];
}
