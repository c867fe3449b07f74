import type { Logger } from 'pino';
import { RedisLink } from '../transport/stores/redis-link.js';
import { createRedisStore } from '../transport/stores/redis-store.js';
import { SharedPauses } from '../transport/stores/shared-pauses.js';
import type { Store } from '../transport/stores/store.js';
import type { Metrics } from './metrics.js';

/** What replicas keep together, over one link. */
export interface SharedStore {
  readonly link: RedisLink;
  readonly answers: Store;
  readonly pauses: SharedPauses;
}

/** Begins to connect to the store that replicas share, and waits for nothing. The log never names its address. */
export function connectStore(url: URL, logger: Logger, metrics: Metrics): SharedStore {
  const link = new RedisLink({
    url,
    random: Math.random,
    onOutcome: (outcome) => metrics.countStoreOutcome(outcome),
    onChange: (reason) => {
      if (reason === undefined) logger.info('shared store is there');
      else logger.warn({ reason }, 'shared store is left alone');
    },
  });
  return {
    link,
    answers: createRedisStore(link, (outcome) => metrics.countStoreOutcome(outcome)),
    pauses: new SharedPauses(link, Date.now),
  };
}
