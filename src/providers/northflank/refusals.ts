import type { Refusal } from '../../errors/refusal.js';

/**
 * What a failure of Northflank's API refuses. It documents no codes. Of all that a request holds, only a cursor can
 * go stale: the page size is always the same, and ids are part of the path. So a request that it finds malformed has
 * a cursor that it does not know any more.
 */
export function readRefusals(status: number): readonly Refusal[] {
  return status === 400 || status === 422 ? [{ kind: 'cursor-unknown' }] : [];
}
