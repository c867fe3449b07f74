import type { Calls } from '../calls/call-budget.js';

/** One request to a provider, as its client asks for it. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  /** Names the route in logs; ids left out. */
  readonly route: string;
  /** Path segments below the base, not encoded. */
  readonly segments: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What the answer holds, which bounds how large it may be. */
  readonly wanted: 'list' | 'object';
  /** Rows asked for, where the route has pages; for whoever is told what an operation cost. */
  readonly rows?: number | undefined;
  /**
   * Whether it may be asked again in one operation although the provider refused it: a cursor that had expired is taken
   * again once the list has been read anew.
   */
  readonly mayRecover?: boolean;
  /** Whether an answer will be the same whenever it is asked for again; left out: none is. It may throw. */
  readonly isFinal?: ((answer: unknown) => boolean) | undefined;
  /** Who pays for the call, if one is made. */
  readonly purse: Calls;
}
