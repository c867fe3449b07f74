/** Whoever waits for an answer on behalf of an operation. */
export interface Waiting {
  /** The operation has ended. `reason` is the error to report. */
  leave(reason: Error): void;
}

/** The end of an operation: its client has gone away, or its time is up. */
export interface OperationEnd {
  /** Why the operation has ended; undefined: it goes on. */
  readonly reason: Error | undefined;
  /** Has somebody told who waits from now on. Time is measured from the first one on. */
  add(waiting: Waiting): void;
  /** He waits no more. */
  remove(waiting: Waiting): void;
}
