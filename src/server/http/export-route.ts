import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BillingError } from '../../errors/billing-error.js';
import { toError } from '../../errors/settle.js';
import type { ExportFailure } from '../../exports/export-record.js';
import type { ExportFormat } from '../../exports/export-format.js';
import { ExportTally } from '../../exports/export-tally.js';
import { readExport, type ExportPage, type ExportSteps } from '../../exports/read-export.js';
import type { Metrics } from '../metrics.js';
import { createBeginning, type BeginOptions, type Beginning } from '../operation/begin-operation.js';
import type { OperationContext } from '../operation/context.js';
import { formatError } from '../operation/format-error.js';
import type { Drain } from './drain.js';
import { parseExport, type ExportRequest } from './export-parameters.js';
import { badRequest, sendRefusal } from './refusal.js';
import { toStatus } from './status-of-code.js';

/** Where lists are exported. */
export const exportPath = '/export';

export interface ExportRouteOptions extends BeginOptions {
  readonly metrics: Metrics;
}

const notAllowed = { ...badRequest('Expected GET.', 405), headers: { allow: 'GET' } };

/**
 * `GET /export`: invoices of several accounts as a stream. The first rows are read before the answer begins, so that what is
 * refused has a status; what fails later stands in the last row. A credential header is needed, which no foreign page can
 * send.
 */
export function addExportRoute(app: FastifyInstance, options: ExportRouteOptions, drain: Drain): void {
  const beginning = createBeginning(options);
  const others = app.supportedMethods.filter((method) => method !== 'GET');
  app.route({
    method: others,
    url: exportPath,
    handler: async (request, reply) => sendRefusal(request, reply, notAllowed),
  });
  app.route({
    method: 'GET',
    url: exportPath,
    exposeHeadRoute: false,
    onRequest: async (request, reply) => drain.refuse(request, reply),
    handler: async (request, reply) => {
      const tell = (error: unknown): ExportFailure => toFailure(error, request, options);
      try {
        const run = await beginExport(request, reply, { beginning, drain });
        return await reply
          .headers(headersOf(run.format))
          .send(Readable.from(textOf(run, tell), { objectMode: false }));
      } catch (error) {
        const failure = tell(error);
        request.raw.errorCodes = [failure.code];
        return refuse(reply, failure);
      }
    },
  });
}

interface Beginnings {
  readonly beginning: Beginning;
  readonly drain: Drain;
}

/** An export whose first rows are there. */
interface ExportRun {
  readonly format: ExportFormat;
  readonly first: ExportPage | undefined;
  readonly rest: AsyncGenerator<ExportPage>;
  readonly callsMade: () => number;
}

async function beginExport(
  request: FastifyRequest,
  { raw: response }: FastifyReply,
  { beginning, drain }: Beginnings,
): Promise<ExportRun> {
  const { id, raw: message } = request;
  let context: OperationContext = await beginning.begin({ id, message, response });
  const asked: ExportRequest = parseExport(queryOf(request), context);
  // Whose credential is missing is told before anything is read.
  for (const { provider } of asked.accounts) context.previewSource(provider);
  const steps: ExportSteps = {
    next: async () => {
      if (drain.isBegun) throw new BillingError('SHUTTING_DOWN', 'This server is stopping. Ask another one.');
      context = await beginning.renew(message, context);
      return context.invoices;
    },
    pageMax: ({ provider }) => context.directory(provider).costs.pageMax,
  };
  const rest = readExport(asked, steps);
  const first = await rest.next();
  return {
    format: asked.format,
    first: first.done ? undefined : first.value,
    rest,
    callsMade: () => context.callsMade(),
  };
}

function queryOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}

/** A page at a time: the next one is read when this one has been taken. */
async function* textOf(
  { format, first, rest, callsMade }: ExportRun,
  tell: (error: unknown) => ExportFailure,
): AsyncGenerator<string> {
  const tally = new ExportTally();
  let cursor: string | null = null;
  let failure: ExportFailure | null = null;
  const write = (page: ExportPage): string => {
    cursor = page.cursor;
    for (const record of page.records) tally.add(record);
    return page.records.map((record) => format.row(record)).join('');
  };
  const start = format.head + (first ? write(first) : '');
  if (start !== '') yield start;
  try {
    for await (const page of rest) {
      const text = write(page);
      if (text !== '') yield text;
    }
  } catch (error) {
    failure = tell(error);
  }
  const end = tally.end({ cursor: failure ? cursor : null, failure });
  yield format.end({ ...end, upstreamCalls: callsMade() });
}

function headersOf({ contentType, extension }: ExportFormat): Record<string, string> {
  return {
    'content-type': contentType,
    'content-disposition': `attachment; filename="invoices.${extension}"`,
    // nginx would take all of it at once, however slowly its client reads, and keep it on disk.
    'x-accel-buffering': 'no',
  };
}

/** What a client may know of it, as of any error of the graph. */
function toFailure(
  error: unknown,
  { id }: FastifyRequest,
  { logger, metrics }: ExportRouteOptions,
): ExportFailure {
  const { message, extensions } = formatError({ message: toError(error).message }, error, {
    correlationId: id,
    hidesSchema: true,
    onFault: (fault) => logger.error({ requestId: id, err: toError(fault) }, 'fault'),
  });
  metrics.countError(extensions?.['code']);
  return { message, ...extensions } as ExportFailure;
}

function refuse(reply: FastifyReply, { message, ...extensions }: ExportFailure): FastifyReply {
  const { code, retryAfterMs } = extensions;
  if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
  return reply
    .code(toStatus(code))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message, extensions }] }));
}
