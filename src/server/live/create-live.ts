import { randomUUID } from 'node:crypto';
import { CallBudget } from '../../calls/call-budget.js';
import type { WatchOptions } from '../../events/account-watch.js';
import { EventIds } from '../../events/event-ids.js';
import { toHead } from '../../events/head.js';
import { LiveInvoices } from '../../events/live-invoices.js';
import type { Provider } from '../../providers/provider.js';
import { OperationMemory } from '../../transport/operation-memory.js';
import type { Config } from '../config.js';
import type { Metrics } from '../metrics.js';
import { OperationSignal } from '../operation/operation-signal.js';

/** What is looked at of each list: as much as every provider gives in one call. */
const HEAD_ROWS = 100;

export interface CreateLiveOptions {
  readonly config: Pick<Config, 'live' | 'operationTimeoutMs'>;
  readonly providers: readonly Provider[];
  readonly metrics: Metrics;
  readonly ids: EventIds;
}

/** What tells streams of changes, looking by way of the same transport and policies as every other call. */
export function createLive({ config, providers, metrics, ids }: CreateLiveOptions): LiveInvoices {
  const { pollMs, pollsPerMinute, streamsMax } = config.live;
  return new LiveInvoices({
    pollMs,
    pollsPerMinute,
    streamsMax,
    ids,
    readHead: createReadHead(providers, config.operationTimeoutMs),
    now: Date.now,
    monotonicMs: () => performance.now(),
    onCounts: (counts) => metrics.live.show(counts),
    onPoll: (outcome) => metrics.live.countPoll(outcome),
    onEvent: (cause) => metrics.live.countEvent(cause),
  });
}

/** Names the events of this process. */
export function createEventIds(): EventIds {
  return new EventIds(randomUUID(), () => performance.now());
}

/** One call, past all that is kept: what is kept cannot have changed. */
function createReadHead(providers: readonly Provider[], timeoutMs: number): WatchOptions['readHead'] {
  return ({ account, credential, credentialKey }) => {
    const provider = providers.find(({ definition }) => definition.name === account.provider);
    if (!provider) throw new Error(`${account.provider} is not served.`);
    const end = new OperationSignal(timeoutMs, () => performance.now());
    const memory = new OperationMemory();
    const budget = new CallBudget(1);
    const correlationId = randomUUID();
    const call = { credential, credentialKey, memory, budget, end, correlationId, wantsFresh: true };
    const page = provider
      .connect(call)
      .invoices(account)
      .readPage({ direction: 'forward', limit: HEAD_ROWS, anchor: undefined }, budget);
    return {
      head: page.then(toHead).finally(() => {
        end.end();
        memory.clear();
      }),
      cancel: () => end.leave(),
    };
  };
}
