import { LRUCache } from 'lru-cache';
import type { DocumentNode } from 'graphql';
import { documentBytes, documentBytesMax } from './document-memory.js';

/** The documents that Apollo has parsed and found valid. Its own store counts their JSON, which is a small part of them. */
export class DocumentStore {
  readonly #documents = new LRUCache<string, DocumentNode>({
    maxSize: documentBytesMax,
    sizeCalculation: (document) => documentBytes(document),
  });

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.#documents.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.#documents.set(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.#documents.delete(key);
  }
}
