import { createAltostrat } from '../providers/altostrat/source.js';
import type { Provider } from '../providers/provider.js';
import type { UpstreamCallReport } from '../providers/transport/http-transport.js';
import type { Config } from './config.js';

/** The providers that this deployment serves. A new one is a line here. */
export function createProviders(
  config: Config,
  altostratUrl: URL,
  onCall: (report: UpstreamCallReport) => void,
): readonly Provider[] {
  const options = { timeoutMs: config.upstreamTimeoutMs, onCall, now: Date.now };
  return [createAltostrat({ ...options, baseUrl: altostratUrl })];
}
