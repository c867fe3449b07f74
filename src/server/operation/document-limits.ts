/** Bounds the work that a document can make before it is understood. */
export const DOCUMENT_TOKENS_MAX = 2000;
