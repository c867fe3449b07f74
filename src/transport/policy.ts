import type { ProviderName } from '../errors/provider-name.js';
import type { Exchange } from './exchange.js';
import type { Call } from './call.js';
import type { Store } from './stores/store.js';

/** What follows in the list: the next policy, and after the last one the exchange itself. */
export type Next = (exchange: Exchange) => Promise<unknown>;

/**
 * One thing that is done about every upstream call. It may refuse by throwing at once, before anything was promised:
 * then nothing above it remembers that it was asked.
 */
export type Policy = (exchange: Exchange, next: Next) => Promise<unknown>;

/** How many calls may be under way at once; those beyond wait. */
export interface CallsAtOnce {
  readonly perCredential: number;
  readonly perProvider: number;
}

/** How calls are part of traces. */
export interface Tracing {
  /** Whether providers are told which trace a call is part of. */
  readonly isForwarded: boolean;
}

/** What is kept of what was read, and for how long. One for all providers. */
export interface CacheSettings {
  readonly store: Store;
  /** Longest age of anything, milliseconds; 0: nothing is kept. */
  readonly ageMsMax: number;
  /** The same of what may change: heads of lists, open invoices, accounts. */
  readonly listAgeMsMax: number;
  readonly onLookup: (provider: ProviderName, outcome: 'hit' | 'miss') => void;
}

/** What replicas tell each other of waits, milliseconds. */
export interface PausesElsewhere {
  /** How long the caller is to wait yet; 0: not at all. Never rejects. */
  leftMs(caller: PausedCaller, provider: ProviderName): number | Promise<number>;
  tell(caller: PausedCaller, provider: ProviderName, waitMs: number): void;
}

export type PausedCaller = Pick<Call, 'credential' | 'credentialKey'>;

/** What was called within a minute. */
export interface CallCounts {
  /** Counts one, or says how long to wait, milliseconds; 0: it was counted. */
  take(key: string): Promise<number>;
}

/** What policies may know of their provider and of the deployment. */
export interface PolicyOptions {
  readonly provider: ProviderName;
  /** Time for one call, waiting for its turn included. */
  readonly timeoutMs: number;
  readonly callsAtOnce: CallsAtOnce;
  readonly cache: CacheSettings;
  /** What other replicas know of waits; undefined: there is no store that would tell. */
  readonly pauses?: PausesElsewhere | undefined;
  /** Our own bound of a credential's calls; undefined: there is none. */
  readonly callCounts?: CallCounts | undefined;
  /** Undefined: no traces are kept. */
  readonly tracing?: Tracing | undefined;
  /** The current time, Unix milliseconds: to read and write dates with, never to measure a wait. */
  readonly now: () => number;
  /** Milliseconds from anywhere, which no change of the clock changes. */
  readonly monotonicMs: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
}

/** The way through all policies, the first one outermost, to the exchange itself. */
export function toPipeline(policies: readonly Policy[], exchangeNow: Next): Next {
  return policies.reduceRight<Next>((next, policy) => (exchange) => policy(exchange, next), exchangeNow);
}
