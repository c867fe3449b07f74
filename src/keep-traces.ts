import type { Logger } from 'pino';
import { readVersion } from './read-version.js';
import type { Telemetry } from './telemetry/open-telemetry.js';

/** A collector that is away is told of once in this time. */
const SILENCE_MS = 60_000;

/** Has traces kept and sent to a collector, which has `timeoutMs` for each of its answers. What that takes is loaded here, and nowhere else. */
export async function keepTraces(
  timeoutMs: number,
  logger: Logger,
  monotonicMs: () => number,
): Promise<Telemetry> {
  const [{ startTelemetry }, version] = await Promise.all([
    import('./telemetry/open-telemetry.js'),
    readVersion(),
  ]);
  let toldAtMs: number | undefined;
  return startTelemetry({
    version,
    timeoutMs,
    onFailure: () => {
      if (toldAtMs !== undefined && monotonicMs() - toldAtMs < SILENCE_MS) return;
      toldAtMs = monotonicMs();
      logger.warn('traces could not be sent');
    },
  });
}
