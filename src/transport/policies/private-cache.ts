import { parseJson } from '../../wire/parse-json.js';
import type { Exchange } from '../exchange.js';
import { goOnAfter } from '../go-on-after.js';
import type { Next, Policy, PolicyOptions } from '../policy.js';
import type { UpstreamRequest } from '../upstream-request.js';
import { open, seal, toStoreKey, type Sealing } from '../stores/seal.js';

type CacheOptions = Pick<PolicyOptions, 'provider' | 'cache' | 'now'>;

/**
 * Keeps what one credential has read, for that credential alone: as long as the deployment allows where the request says
 * that its answer never changes, and as long as the deployment is content to be behind for anything else. Failures and
 * previews are never kept. Whoever wants a fresh answer goes past what is kept.
 */
export function privateCache({ provider, cache, now }: CacheOptions): Policy {
  const { store, ageMsMax, listAgeMsMax, onLookup } = cache;

  const sealingOf = ({ call, path }: Exchange): Sealing => ({
    credential: call.credential,
    subject: `${provider} ${path}`,
  });
  const keyOf = (exchange: Exchange): string =>
    toStoreKey(exchange.call.credentialKey, sealingOf(exchange).subject);
  const keep = (exchange: Exchange, error: unknown): void => {
    const { received, request } = exchange;
    exchange.received = undefined;
    if (error !== undefined || !received) return;
    const forMs = isFinal(request, received.value) ? ageMsMax : Math.min(listAgeMsMax, ageMsMax);
    if (forMs <= 0) return;
    const sealed = seal({ body: received.body, untilMs: now() + forMs }, sealingOf(exchange));
    store.set(keyOf(exchange), sealed, forMs);
  };
  const ask: Policy = (exchange, next) => {
    exchange.isKept = true;
    const answer = next(exchange);
    exchange.whenOver(keep);
    return answer;
  };
  const answerWith = (exchange: Exchange, sealed: Buffer | undefined, next: Next): Promise<unknown> => {
    const kept = sealed && open(sealed, sealingOf(exchange));
    const leftMs = kept ? kept.untilMs - now() : 0;
    // What has longer to go than it was ever given comes from before the clock was set back.
    const isUsable = kept !== undefined && leftMs > 0 && leftMs <= ageMsMax;
    onLookup(provider, isUsable ? 'hit' : 'miss');
    if (!isUsable) return ask(exchange, next);
    return answerLater(exchange, parseJson(kept.body));
  };
  return (exchange, next) => {
    const { request, call } = exchange;
    const mayBeKept = request.method === 'GET' && (request.isFinal !== undefined || listAgeMsMax > 0);
    if (ageMsMax === 0 || !mayBeKept) return next(exchange);
    if (call.wantsFresh) return ask(exchange, next);
    const found = store.get(keyOf(exchange));
    if (!(found instanceof Promise)) return answerWith(exchange, found, next);
    return goOnAfter(exchange, found, async (sealed) => answerWith(exchange, sealed, next));
  };
}

/** What cannot even be read is not: whoever reads it says what is wrong with it. */
function isFinal(request: UpstreamRequest, answer: unknown): boolean {
  try {
    return request.isFinal?.(answer) === true;
  } catch {
    return false;
  }
}

/** Once those before it in the list have asked to be told. */
async function answerLater(exchange: Exchange, value: unknown): Promise<unknown> {
  await Promise.resolve();
  exchange.settle();
  return value;
}
