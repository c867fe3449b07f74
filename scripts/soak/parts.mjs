import { neighbour } from './neighbour.mjs';
import { outage } from './outage.mjs';
import { overload } from './overload.mjs';

/**
 * The long runs, in the order in which they are made. Each has the `id` of its objective, a `title`, the `bar` in words, and
 * `run`, which resolves with its `figures`, whether its `counts` are as they must be, and whether its `times` are.
 */
export const parts = [overload, neighbour, outage];
