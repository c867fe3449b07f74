import type { Variables } from './plan-arguments.js';

/** When a large answer lets others have their turn. */
export interface Turns {
  /** Whether this turn of the event loop has lasted long enough. */
  readonly isOver: boolean;
  /** Resolves in a later turn. */
  next(): Promise<void>;
}

/** One run of a compiled query, and how much it has written. */
export class Run {
  /** Items of lists so far. */
  items = 0;
  /** Promises so far. */
  waited = 0;
  /** Characters of lists so far. */
  characters = 0;

  constructor(
    readonly context: unknown,
    readonly variables: Variables,
    readonly turns: Turns,
    /** An answer with more is refused, by the interpreter. */
    readonly charactersMax: number,
  ) {}
}
