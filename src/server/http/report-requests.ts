import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { UpstreamCallReport } from '../../transport/call-report.js';
import { logInfo } from '../logger.js';
import type { Metrics } from '../metrics.js';

/** What is told of the operation that a request came to. */
export interface ReportedOperation {
  readonly name: string | undefined;
  readonly reports: readonly UpstreamCallReport[];
  callsMade(): number;
}

/** What is told of a request that has been answered. Nothing of its contents. */
export interface RequestReport {
  readonly requestId: string;
  readonly method: string;
  /** As the server names it, never as the client wrote it. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Undefined where the request came to no operation. */
  readonly operation: ReportedOperation | undefined;
  /** Of the errors in its answer; undefined where there are none. */
  readonly errorCodes: readonly unknown[] | undefined;
}

export type ReportRequest = (report: RequestReport) => void;

/** Those who ask again and again whether the server is well are counted, and not logged. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** Upstream calls that one line tells of. */
const CALLS_TOLD_MAX = 50;

/** Tells the log and the metrics. */
export function createReport(logger: Logger, metrics: Metrics): ReportRequest {
  return (report) => {
    const durationMs = Math.round(report.durationMs * 10) / 10;
    metrics.countRequest(report.route, report.status, durationMs);
    if (PROBES.has(report.route)) return;
    if (hasTrouble(report)) logTrouble(logger, report, durationMs);
    else logInfo(logger, toMembers(report, durationMs));
  };
}

/** An id of letters and digits, names of GraphQL's, words of ours, and numbers: nothing in it needs an escape. */
function toMembers(
  { requestId, method, route, status, operation }: RequestReport,
  durationMs: number,
): string {
  const name = operation?.name === undefined ? '' : `,"operationName":"${operation.name}"`;
  const calls = operation === undefined ? '' : `,"upstreamCalls":${operation.callsMade()}`;
  return `"requestId":"${requestId}","method":"${method}","route":"${route}"${name},"status":${status},"durationMs":${durationMs}${calls},"msg":"request"`;
}

/** Whether there is more to tell than that it went well. */
function hasTrouble({ errorCodes, operation }: RequestReport): boolean {
  return errorCodes !== undefined || operation?.reports.some(({ cause }) => cause !== null) === true;
}

function logTrouble(logger: Logger, report: RequestReport, durationMs: number): void {
  const { requestId, method, route, status, operation } = report;
  const errorCodes = [...new Set(report.errorCodes)];
  const reports = operation?.reports ?? [];
  const isProviders = errorCodes.some(isProvidersCode) || reports.some(hasFailed);
  if (!logger.isLevelEnabled(isProviders ? 'warn' : 'info')) return;
  const line = {
    requestId,
    method,
    route,
    operationName: operation?.name,
    status,
    durationMs,
    upstreamCalls: operation?.callsMade(),
    errorCodes,
    upstream: reports.slice(0, CALLS_TOLD_MAX).map(toTold),
  };
  if (isProviders) logger.warn(line, 'request');
  else logger.info(line, 'request');
}

/** The codes of what a provider did wrong, and not its caller. */
function isProvidersCode(code: unknown): boolean {
  return String(code).startsWith('UPSTREAM_') && code !== 'UPSTREAM_REJECTED';
}

/** Whether the provider failed the call; that it refused it is the caller's affair. */
function hasFailed({ status, cause }: UpstreamCallReport): boolean {
  if (cause === null || cause === 'abandoned') return false;
  return cause !== 'status' || status === null || status >= 500;
}

/** The line has said whose calls they are. */
function toTold({ provider, route, status, cause, durationMs, attempt }: UpstreamCallReport): object {
  return { provider, route, status, ...(cause !== null && { cause }), durationMs, attempt };
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
      operation: raw.operation,
      errorCodes: raw.errorCodes,
    });
    done();
  });
}
