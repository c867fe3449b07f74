import { Directive } from 'type-graphql';
import { PAGE_SIZE_DEFAULT } from './window.js';

/** What a router needs to know to price an operation before it is sent. */

/** Beside an object's 1 and a scalar's 0, so that a call outweighs whatever it brings. */
const WEIGHT_OF_A_CALL = 10;

/** The field costs this many upstream calls of its own. */
export function UpstreamCalls(calls: number): ReturnType<typeof Directive> {
  return Directive(`@cost(weight: ${calls * WEIGHT_OF_A_CALL})`);
}

/** The field is a connection, as large as its page. */
export function Paged(): ReturnType<typeof Directive> {
  return Directive(
    `@listSize(assumedSize: ${PAGE_SIZE_DEFAULT}, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`,
  );
}
