import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.js';

/** What is told of a request that has been answered. Nothing of its contents. */
export interface RequestReport {
  readonly requestId: string;
  readonly method: string;
  /** As the server names it, never as the client wrote it. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Undefined where the request came to no operation. */
  readonly upstreamCalls: number | undefined;
}

export type ReportRequest = (report: RequestReport) => void;

/** Tells the log and the metrics. */
export function createReport(logger: Logger, metrics: Metrics): ReportRequest {
  return (report) => {
    const durationMs = Math.round(report.durationMs * 10) / 10;
    metrics.countRequest(report.route, report.status, durationMs);
    logger.info({ ...report, durationMs }, 'request');
  };
}

/** Reports what Fastify has answered. */
export function reportRequests(app: FastifyInstance, report: ReportRequest): void {
  app.addHook('onResponse', ({ id, method, routeOptions, raw }, reply, done) => {
    report({
      requestId: id,
      method,
      route: routeOptions.url ?? 'none',
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
      upstreamCalls: raw.operation?.callsMade(),
    });
    done();
  });
}
