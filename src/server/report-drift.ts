import type { Logger } from 'pino';
import type { DriftListener } from '../wire/drift.js';
import type { Metrics } from './metrics.js';

/** After that many the log has said enough; all are counted. */
const LINES_MAX = 50;

/** Counts what came otherwise than documented, and logs each kind of it the first time. */
export function createDriftReport(logger: Logger, metrics: Metrics): DriftListener {
  const logged = new Set<string>();
  return (drift) => {
    const { provider, object, kind, name } = drift;
    metrics.countDrift(drift);
    const what = `${provider} ${object} ${kind} ${name}`;
    if (logged.size >= LINES_MAX || logged.has(what)) return;
    logged.add(what);
    logger.warn({ provider, object, kind, ...(name !== undefined && { name }) }, 'provider drift');
  };
}
