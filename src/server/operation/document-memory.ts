import { getHeapStatistics } from 'node:v8';
import type { DocumentNode } from 'graphql';

/** What is kept of a document takes about so much for each of its tokens, the code that is made of it included. */
const BYTES_PER_TOKEN = 1000;
/** Anybody may send documents, so that all of them together may only have a small part of the memory. */
const SHARE_OF_HEAP = 1 / 8;

/** Bytes of memory that all documents which are kept may take, and as many again for those that Apollo keeps. */
export const documentBytesMax = Math.floor((getHeapStatistics().heap_size_limit * SHARE_OF_HEAP) / 2);

/** About how much memory a document takes that has been parsed, its text left out. */
export function documentBytes(document: DocumentNode): number {
  let tokens = 0;
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return (tokens + 1) * BYTES_PER_TOKEN;
}
