import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Config, ConfigProblem } from '../config.js';
import { refuseRootConditions } from '../live/root-conditions.js';
import { DOCUMENT_TOKENS_MAX } from '../operation/document-limits.js';
import { hasManyLines } from '../operation/document-lines.js';
import { createGraph } from '../schema/schema.js';

/** Documents by the SHA-256 of their text, in small hex digits. */
export type Documents = ReadonlyMap<string, string>;

const PREFIX = /^sha256:/;

/** An id is a hash. Some write before it which. */
export function withoutPrefix(id: string): string {
  return id.replace(PREFIX, '');
}

/** The documents that may be asked by their ids, or why there can be none. */
export async function loadDocuments({
  trustedDocuments,
}: Config): Promise<Documents | readonly ConfigProblem[]> {
  if (!trustedDocuments) return new Map();
  try {
    return await readDocuments(trustedDocuments.path);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return [{ variable: 'TRUSTED_DOCUMENTS', expected: error.message }];
  }
}

/** Why a manifest cannot be used, as what was expected instead. Nothing of a start should be left after it. */
class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/**
 * Reads a manifest: a file of JSON that has documents under their ids. Each is held to what a request would be held to, so
 * that one which could never be answered is found at the start.
 *
 * @throws ManifestError
 */
async function readDocuments(path: string): Promise<Documents> {
  const written = Object.entries(parseManifest(await readText(path)));
  const entries = written.map(([id, text]) => [withoutPrefix(id), text] as const);
  if (entries.length === 0) throw new ManifestError('a manifest with one document at least');
  const schema = createGraph();
  entries.forEach(([id, text], index) => {
    const problem = findProblem(id, text, schema);
    if (problem !== undefined)
      throw new ManifestError(
        `a manifest whose documents can be asked; number ${index + 1} of ${entries.length} cannot: ${problem}`,
      );
  });
  return new Map(entries as [string, string][]);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new ManifestError('the path of a file that can be read');
  }
}

function parseManifest(text: string): object {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new ManifestError('a file of JSON');
  }
  if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) return manifest;
  throw new ManifestError('a JSON object that has each document under its SHA-256');
}

/** Undefined: it can be asked. */
function findProblem(id: string, text: unknown, schema: GraphQLSchema): string | undefined {
  if (typeof text !== 'string') return 'it is no text';
  const hash = createHash('sha256').update(text).digest('hex');
  if (id !== hash) return 'its id is not the SHA-256 of its text, in small hex digits';
  if (hasManyLines(text)) return 'it has too many lines';
  try {
    refuseRootConditions(text, DOCUMENT_TOKENS_MAX);
    return findFault(parse(text, { maxTokens: DOCUMENT_TOKENS_MAX }), schema);
  } catch (error) {
    return error instanceof GraphQLError ? error.message : 'it is nested too deeply';
  }
}

function findFault(document: DocumentNode, schema: GraphQLSchema): string | undefined {
  return validate(schema, document, undefined, { maxErrors: 1 })[0]?.message;
}
