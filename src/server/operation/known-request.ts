import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Variables } from '../../execution/plan-arguments.js';
import type { TrustedDocuments } from '../documents/trusted-documents.js';
import type { KnownOperation, KnownOperations } from './known-operation.js';

/** An operation that has been asked before, asked again in an ordinary way. */
export interface KnownRequest {
  readonly operation: KnownOperation;
  readonly variables: Variables;
  /** Of the answer: what Apollo made of the client's `Accept`. */
  readonly contentType: string;
}

type Parameters = Readonly<Record<string, unknown>>;

/** Values of `Accept` that are remembered. */
const ACCEPT_MAX = 200;
const ACCEPT_LENGTH_MAX = 500;

/**
 * Recognizes requests that need nothing of what Apollo does for one: the document has been parsed, validated and let
 * pass, the variables fit, and the client takes what it took before. Everything else is Apollo's to judge.
 */
export class KnownRequests {
  readonly #contentTypes = new LRUCache<string, string>({ max: ACCEPT_MAX });

  constructor(
    private readonly operations: KnownOperations,
    /** Undefined: none is asked by its id. */
    private readonly documents: TrustedDocuments | undefined,
  ) {}

  /** @param body parsed JSON */
  find(body: unknown, message: IncomingMessage): KnownRequest | undefined {
    const contentType = this.#contentTypes.get(message.headers.accept ?? '');
    if (contentType === undefined || !isRecord(body)) return undefined;
    const { operationName, variables, extensions } = body;
    if (!isNameOrNothing(operationName)) return undefined;
    if (!isRecordOrNothing(variables) || !isRecordOrNothing(extensions)) return undefined;
    const text = this.documents?.find(body) ?? this.#textOf(body, extensions, message);
    const operation = text === undefined ? undefined : this.operations.find(text, operationName ?? undefined);
    const coerced = operation?.compiled.coerce(variables ?? {});
    return operation && coerced && { operation, variables: coerced, contentType };
  }

  /** Undefined where it may not be sent, and where an id came with it, of which others judge. */
  #textOf(
    { query, documentId }: Parameters,
    extensions: Parameters | null | undefined,
    message: IncomingMessage,
  ): string | undefined {
    if (typeof query !== 'string' || extensions?.['persistedQuery'] !== undefined) return undefined;
    if (!this.documents) return query;
    return documentId === undefined && this.documents.takesText(message) ? query : undefined;
  }

  /** Remembers what a good answer to this `Accept` is written as. */
  learn(accept = '', contentType: unknown): void {
    if (typeof contentType !== 'string' || accept.length > ACCEPT_LENGTH_MAX) return;
    this.#contentTypes.set(accept, contentType);
  }
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** An empty name is one that no operation has. */
function isNameOrNothing(value: unknown): value is string | null | undefined {
  return isNothing(value) || (typeof value === 'string' && value !== '');
}

function isRecordOrNothing(value: unknown): value is Readonly<Record<string, unknown>> | null | undefined {
  return isNothing(value) || isRecord(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
