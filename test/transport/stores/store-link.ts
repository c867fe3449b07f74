import { RedisLink, type StoreOutcome } from '../../../src/transport/stores/redis-link.js';
import { until } from '../../support/until.js';

/** A link and all that it has told. */
export interface WatchedLink {
  readonly link: RedisLink;
  readonly outcomes: StoreOutcome[];
  /** Why it was left alone, or undefined where it was there again, in order. */
  readonly changes: (string | undefined)[];
}

const open: RedisLink[] = [];

/** Connects as the server does, but with the shortest of its pauses. */
export function watchLink(url: string): WatchedLink {
  const outcomes: StoreOutcome[] = [];
  const changes: (string | undefined)[] = [];
  const link = new RedisLink({
    url: new URL(url),
    random: () => 0,
    onOutcome: (outcome) => outcomes.push(outcome),
    onChange: (reason) => changes.push(reason),
  });
  open.push(link);
  return { link, outcomes, changes };
}

export async function connectLink(url: string): Promise<WatchedLink> {
  const watched = watchLink(url);
  await until(() => watched.link.isThere);
  return watched;
}

/** To be called after each test. */
export function closeLinks(): void {
  open.splice(0).forEach((link) => link.close());
}
