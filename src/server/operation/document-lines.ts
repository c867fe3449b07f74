import type { FastifyRequest } from 'fastify';
import { BillingError } from '../../errors/billing-error.js';
import { toRequestError } from './request-error.js';

/** As many as it may have tokens. For each place that an error names, GraphQL counts the lines before it. */
const LINES_MAX = 2000;

const LINE_BREAK = /\r\n|[\n\r]/g;

/** The text of a document, as its request has it. */
export function textOf({ body, query: parameters }: FastifyRequest): unknown {
  return ((body ?? parameters ?? {}) as { readonly query?: unknown }).query;
}

export function hasManyLines(text: string): boolean {
  if (text.length <= LINES_MAX) return false;
  return (text.match(LINE_BREAK)?.length ?? 0) >= LINES_MAX;
}

/** @throws BAD_USER_INPUT where the document of a request, from its body or its URL, has too many lines */
export function refuseLongDocument(request: FastifyRequest): void {
  const query = textOf(request);
  if (typeof query !== 'string' || !hasManyLines(query)) return;
  throw toRequestError(
    new BillingError('BAD_USER_INPUT', `The document has more than ${LINES_MAX} lines.`),
    400,
  );
}
