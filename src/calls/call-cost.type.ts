import { Directive } from 'type-graphql';

/** Beside an object's 1 and a scalar's 0, so that a call outweighs whatever it brings. */
const WEIGHT_OF_A_CALL = 10;

/**
 * Tells a router that the field costs this many upstream calls of its own, so that it can price an operation
 * beforehand.
 */
export function UpstreamCalls(calls: number): ReturnType<typeof Directive> {
  return Directive(`@cost(weight: ${calls * WEIGHT_OF_A_CALL})`);
}
