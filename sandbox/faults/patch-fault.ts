import { z } from 'zod';
import { fields, integer, json, object, text, texts } from '../ground/parse-input.js';
import { generatedText } from './text.js';

/** What a final answer may have. */
export const status = integer({ min: 200, max: 599 });
export const headers = z.record(z.string(), text, 'an object of texts');

/** Edits the normal JSON answer before it is sent. A row is an invoice, or the one object of the answer. */
export const patchFault = fields({
  kind: z.literal('patch'),
  status: status.optional(),
  headers: headers.optional(),
  /** Which rows `set`, `setLiteral`, `unset`, `replaceRow` and `removeRow: true` touch. Default `all`. */
  rows: z.union([text, integer()], '"all", an index or an id').optional(),
  /** Keys may be paths: `lines.0.amount`. */
  set: object.optional(),
  /** As `set`, but JSON text that is sent as it is, be it JSON or not. */
  setLiteral: z.record(z.string(), generatedText, 'an object of texts').optional(),
  unset: texts.optional(),
  /** Put beside the rows: `has_more`, cursors, Northflank's `pagination` keys. */
  page: object.optional(),
  pageUnset: texts.optional(),
  /** An index, or true for the rows chosen by `rows`. */
  removeRow: z.union([z.literal(true), integer()], 'true or an index').optional(),
  replaceRow: json.optional(),
  /** The whole answer becomes the value of this key. */
  wrap: text.optional(),
});

export type PatchFault = z.infer<typeof patchFault>;
