import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { badRequest, RefusedError } from '../http/refusal.js';
import { valuesOf } from '../operation/credentials.js';
import { isFromRouter, routerHeader } from '../operation/router-access.js';
import { withoutPrefix, type Documents } from './read-documents.js';

/** What there is to trust, and who may send text of their own all the same. */
export interface TrustedDocumentsOptions {
  readonly documents: Documents;
  /** Whether nothing else is answered. */
  readonly isOnly: boolean;
  /** Of routers, whose text cannot be known beforehand; empty: nobody may. */
  readonly routerSecrets: readonly string[];
}

/** The parameters of a request that say what is asked, unchecked. */
type Parameters = Readonly<Record<string, unknown>>;

const idRequired = new RefusedError({
  ...badRequest(
    'Only registered documents are answered here. Send "documentId", or "extensions.persistedQuery.sha256Hash", and no "query".',
  ),
  code: 'PERSISTED_QUERY_ID_REQUIRED',
});
const notFound = new RefusedError({
  ...badRequest('No document is registered under this id.'),
  code: 'PERSISTED_QUERY_NOT_FOUND',
});
const mismatch = new RefusedError(badRequest('The document is not the one that its id stands for.'));

/** Documents that may be asked by their ids; where nothing else may be, the gate before everything else. */
export class TrustedDocuments {
  constructor(private readonly options: TrustedDocumentsOptions) {}

  /** The text that a request with an id and no text asks for. Undefined: there is none, or it is a matter for `place`. */
  find(parameters: Parameters): string | undefined {
    const { query } = parameters;
    const id = query === undefined || query === null ? idOf(parameters) : undefined;
    return typeof id === 'string' ? this.options.documents.get(id) : undefined;
  }

  /** Whether a request may send text of its own. */
  takesText({ rawHeaders }: IncomingMessage): boolean {
    const { isOnly, routerSecrets } = this.options;
    return !isOnly || isFromRouter(valuesOf(rawHeaders, routerHeader), routerSecrets);
  }

  /**
   * Puts the document in the place of its id. Tells whether there was one.
   *
   * @throws RefusedError where the id is unknown, or none came and one is needed
   */
  place(request: FastifyRequest): boolean {
    const parameters = parametersOf(request);
    const id = idOf(parameters);
    const { query } = parameters;
    const hasText = query !== undefined && query !== null && query !== '';
    if (hasText || id === undefined) {
      if (!this.takesText(request.raw)) throw idRequired;
      if (id === undefined) return false;
      if (typeof query !== 'string' || hashOf(query) !== id) throw mismatch;
      replace(request, query);
      return false;
    }
    const text = typeof id === 'string' ? this.options.documents.get(id) : undefined;
    if (text === undefined) throw notFound;
    replace(request, text);
    return true;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Undefined: none is named. What is no text is no id that could be known. */
function idOf({ documentId, extensions }: Parameters): unknown {
  const persisted = isRecord(extensions) ? extensions['persistedQuery'] : undefined;
  const id = documentId ?? (isRecord(persisted) ? persisted['sha256Hash'] : undefined);
  return typeof id === 'string' ? withoutPrefix(id) : id;
}

/** Those of the body; of a GET those of its address, where `extensions` is JSON. */
function parametersOf({ method, body, query }: FastifyRequest): Parameters {
  if (method === 'POST') return isRecord(body) ? body : {};
  const parameters = query as Parameters;
  return { ...parameters, extensions: parseOrNothing(parameters['extensions']) };
}

function parseOrNothing(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** As if the text had come by itself, so that all that looks at text looks at this one. */
function replace(request: FastifyRequest, text: string): void {
  const { extensions } = parametersOf(request);
  const others = isRecord(extensions) ? { ...extensions, persistedQuery: undefined } : undefined;
  if (request.method === 'POST') {
    const body = request.body as Parameters;
    request.body = { ...body, query: text, documentId: undefined, ...(others && { extensions: others }) };
    return;
  }
  const [path = '', given] = request.url.split('?');
  const search = new URLSearchParams(given);
  search.delete('documentId');
  search.set('query', text);
  if (others) search.set('extensions', JSON.stringify(others));
  request.query = { ...(request.query as Parameters), query: text };
  Object.defineProperty(request, 'url', { value: `${path}?${search.toString()}` });
}

function isRecord(value: unknown): value is Parameters {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
