import { z } from 'zod';
import { fields, integer, object } from '../ground/parse-input.js';

/** More rows than this are no test of a client any more, but of memory. */
const ROWS_MAX = 1_000_000;

const count = integer({ max: ROWS_MAX });

/** A count of invoices to make up, or the rows themselves. */
export const newRows = z.union(
  [count, z.array(object)],
  `an integer from 0 to ${ROWS_MAX} or an array of objects`,
);

export const insertion = fields({ invoices: newRows, index: integer().default(0) });
