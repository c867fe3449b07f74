import { BillingError } from '../../../src/errors/billing-error.js';
import type { Exchange } from '../../../src/transport/exchange.js';
import { privateCache } from '../../../src/transport/policies/private-cache.js';
import { shareInFlight } from '../../../src/transport/policies/share-in-flight.js';
import { toPipeline, type Next } from '../../../src/transport/policy.js';
import { createMemoryStore } from '../../../src/transport/stores/memory-store.js';
import { seal } from '../../../src/transport/stores/seal.js';
import type { Store } from '../../../src/transport/stores/store.js';
import { errorOf, FakeProvider, settled, toCall, toExchange } from '../upstream-call.js';

/** What is kept, for whom, for how long, and what becomes of it where the store is not to be trusted. */

const AGE_MS = 60_000;
const body = Buffer.from('{"data":[]}');

let nowMs: number;
let provider: FakeProvider;
let lookups: string[];
beforeEach(() => {
  nowMs = 1_800_000_000_000;
  provider = new FakeProvider();
  lookups = [];
});

interface Setting {
  readonly store?: Store;
  readonly listAgeMsMax?: number;
}

function toSend({ store = createMemoryStore(1_048_576), listAgeMsMax = 0 }: Setting = {}): Next {
  const onLookup = (_provider: string, outcome: string): void => void lookups.push(outcome);
  const cache = { store, ageMsMax: AGE_MS, listAgeMsMax, onLookup };
  const policy = privateCache({ provider: 'ALTOSTRAT', cache, now: () => nowMs });
  return toPipeline([shareInFlight(), policy], provider.next);
}

interface Question {
  readonly token?: string;
  readonly path?: string;
  readonly isFinal?: boolean | 'unreadable';
  readonly wantsFresh?: boolean;
  readonly method?: 'GET' | 'POST';
}

function question({
  token,
  path = '/x',
  isFinal = true,
  wantsFresh = false,
  method = 'GET',
}: Question): Exchange {
  const call = toCall({ wantsFresh, ...(token !== undefined && { token }) });
  return toExchange(call, { path, method, isFinal: () => readFinal(isFinal) });
}

function readFinal(isFinal: boolean | 'unreadable'): boolean {
  if (isFinal === 'unreadable') throw new Error('It cannot be read.');
  return isFinal;
}

/** Asks, has the provider answer if it is asked, and tells whether it was. */
async function isAsked(send: Next, given: Question = {}): Promise<boolean> {
  const sent = provider.sent.length;
  const answer = send(question(given));
  await settled();
  const exchange = provider.sent[sent];
  if (exchange) {
    if (exchange.isKept) exchange.received = { body, value: { data: [] } };
    provider.answer(exchange, { data: [] });
  }
  expect(await answer).toEqual({ data: [] });
  return exchange !== undefined;
}

test('F26 what never changes is asked for once', async () => {
  const send = toSend();
  expect([await isAsked(send), await isAsked(send), await isAsked(send)]).toEqual([true, false, false]);
  expect(lookups).toEqual(['miss', 'hit', 'hit']);
});

test('F25 F26 C01 another credential, another path and another method are asked for themselves', async () => {
  const send = toSend();
  await isAsked(send);
  const others: Question[] = [{ token: 'b' }, { path: '/y' }, { method: 'POST' }];
  for (const other of others) expect([other, await isAsked(send, other)]).toEqual([other, true]);
  expect(await isAsked(send)).toBe(false);
});

test('F26 what may change is not kept, unless the deployment is content to be behind', async () => {
  const [send, sendLate] = [toSend(), toSend({ listAgeMsMax: 5000 })];
  const open = { isFinal: false };
  expect([await isAsked(send, open), await isAsked(send, open)]).toEqual([true, true]);
  expect([await isAsked(sendLate, open), await isAsked(sendLate, open)]).toEqual([true, false]);
  nowMs += 5001;
  expect(await isAsked(sendLate, open)).toBe(true);
});

test('F26 an answer that cannot be read is not kept, and reaches whoever says what is wrong with it', async () => {
  const send = toSend();
  const broken = { isFinal: 'unreadable' } as const;
  expect([await isAsked(send, broken), await isAsked(send, broken)]).toEqual([true, true]);
});

test('A07 F26 nothing is older than a minute', async () => {
  const send = toSend();
  await isAsked(send);
  nowMs += AGE_MS - 1;
  expect(await isAsked(send)).toBe(false);
  nowMs += 2;
  expect(await isAsked(send)).toBe(true);
});

test('C13 N14 a clock that was set back or forward makes nothing live longer', async () => {
  const send = toSend();
  await isAsked(send);
  nowMs -= 3_600_000;
  expect(await isAsked(send)).toBe(true);
  nowMs += 7_200_000;
  expect(await isAsked(send)).toBe(true);
});

test('F26 who wants a fresh answer is given one, which is kept for the others', async () => {
  const send = toSend();
  await isAsked(send);
  expect(await isAsked(send, { wantsFresh: true })).toBe(true);
  expect(await isAsked(send)).toBe(false);
});

test('C07 F26 failures are not kept', async () => {
  const send = toSend();
  const failure = new BillingError('NOT_FOUND', 'no');
  const answer = errorOf(async () => send(question({})));
  await settled();
  provider.fail(provider.sent[0] as Exchange, failure);
  expect(await answer).toBe(failure);
  expect(await isAsked(send)).toBe(true);
});

test('C11 the store stays within its bytes, and large answers do not push out everything', async () => {
  const store = createMemoryStore(1_048_576);
  for (let index = 0; index < 5000; index += 1) store.set(String(index), Buffer.alloc(1000), AGE_MS);
  const there = Array.from({ length: 5000 }, (_, index) => store.get(String(index))).filter(Boolean);
  expect(there).toHaveLength(Math.floor(1_048_576 / 1300));
  store.set('large', Buffer.alloc(2_000_000), AGE_MS);
  expect(store.get('large')).toBeUndefined();
});

const sealing = { credential: 'Bearer token-of-a', subject: 'ALTOSTRAT /x' };
const others = { credential: 'Bearer token-of-b', subject: 'ALTOSTRAT /x' };
const later = (): number => nowMs + 1000;

test.each<[string, () => Buffer]>([
  ['garbage', () => Buffer.from('garbage, longer than what is sealed at least')],
  ['nothing', () => Buffer.alloc(0)],
  ['what was another credential’s', () => seal({ body, untilMs: later() }, others)],
  [
    'what was another account’s',
    () => seal({ body, untilMs: later() }, { ...sealing, subject: 'ALTOSTRAT /y' }),
  ],
  ['what is over', () => seal({ body, untilMs: nowMs - 1 }, sealing)],
  ['what was given too long', () => seal({ body, untilMs: nowMs + 3_600_000 }, sealing)],
  ['a part', () => seal({ body, untilMs: later() }, sealing).subarray(0, 40)],
])('C09 N18 a store that gives %s is a miss', async (_what, give) => {
  const store: Store = { get: () => give(), set: () => undefined };
  expect(await isAsked(toSend({ store }))).toBe(true);
  expect(lookups).toEqual(['miss']);
});

test('C09 a store elsewhere is waited for; who has left meanwhile is not asked for', async () => {
  let answer: (bytes: Buffer | undefined) => void = () => undefined;
  const store: Store = {
    get: async () => new Promise((resolve) => (answer = resolve)),
    set: () => undefined,
  };
  const send = toSend({ store });
  const sealed = seal({ body, untilMs: later() }, sealing);
  const hit = send(question({}));
  await settled();
  answer(sealed);
  expect(await hit).toEqual({ data: [] });

  const exchange = question({});
  const left = errorOf(async () =>
    toPipeline(
      [
        privateCache({
          provider: 'ALTOSTRAT',
          cache: { store, ageMsMax: AGE_MS, listAgeMsMax: 0, onLookup: () => undefined },
          now: () => nowMs,
        }),
      ],
      provider.next,
    )(exchange),
  );
  exchange.end('left', new BillingError('UPSTREAM_TIMEOUT', 'left'));
  answer(undefined);
  expect(await left).toEqual(new BillingError('UPSTREAM_TIMEOUT', 'left'));
  expect(provider.sent).toEqual([]);
});
