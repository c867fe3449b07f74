import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { logInfo } from '../logger.js';
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
  return ({ requestId, method, route, status, durationMs: exactMs, upstreamCalls }) => {
    const durationMs = Math.round(exactMs * 10) / 10;
    metrics.countRequest(route, status, durationMs);
    // An id of letters and digits, words of ours, and numbers: nothing in it needs an escape.
    const calls = upstreamCalls === undefined ? '' : `,"upstreamCalls":${upstreamCalls}`;
    logInfo(
      logger,
      `"requestId":"${requestId}","method":"${method}","route":"${route}","status":${status},"durationMs":${durationMs}${calls},"msg":"request"`,
    );
  };
}

/** Reports what Fastify has answered. */
export function reportRequests(app: FastifyInstance, report: ReportRequest): void {
  app.addHook('onResponse', ({ id, method, routeOptions, raw }, reply, done) => {
    report({
      requestId: id,
      method,
      // How long somebody listened says nothing of how long anybody waited.
      route: raw.isStream ? `${routeOptions.url} stream` : (routeOptions.url ?? 'none'),
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
      upstreamCalls: raw.operation?.callsMade(),
    });
    done();
  });
}
