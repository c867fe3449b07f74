import fc from 'fast-check';
import type { BillingError } from '../../../src/errors/billing-error.js';
import type { Exchange } from '../../../src/transport/exchange.js';
import { bulkhead } from '../../../src/transport/policies/bulkhead.js';
import type { CallsAtOnce, Policy } from '../../../src/transport/policy.js';
import { errorOf, FakeProvider, settled, toCall, toExchange } from '../upstream-call.js';

/** Nobody's calls leave others without a turn. */

const { jest } = import.meta;

let provider: FakeProvider;
beforeEach(() => {
  provider = new FakeProvider();
});

function limit(perCredential: number, perProvider: number): Policy {
  const callsAtOnce: CallsAtOnce = { perCredential, perProvider };
  return bulkhead({ provider: 'NORTHFLANK', timeoutMs: 1000, callsAtOnce });
}

/** Sends a call with a credential; its path tells it from the others. */
function send(policy: Policy, token: string, path = '/x'): { exchange: Exchange; answer: Promise<unknown> } {
  const exchange = toExchange(toCall({ token }), { path });
  const answer = policy(exchange, provider.next);
  answer.catch(() => undefined);
  return { exchange, answer };
}

const calls = (policy: Policy, token: string, count: number) =>
  Array.from({ length: count }, (_, index) => send(policy, token, `/${token}/${index}`));

/** Whose calls were sent, in order. */
const sentBy = (): string => provider.sent.map(({ path }) => path.split('/')[1] ?? '').join('');

async function answerNext(): Promise<void> {
  const underWay = provider.sent.find((exchange) => !answered.has(exchange));
  if (!underWay) return;
  answered.add(underWay);
  provider.answer(underWay);
  await settled();
}
const answered = new WeakSet<Exchange>();

test('N08 a credential has so many calls under way, and those beyond wait for one to end', async () => {
  const policy = limit(2, 100);
  const all = calls(policy, 'a', 4);
  expect(sentBy()).toBe('aa');
  expect(all.map(({ exchange }) => exchange.hasWaited)).toEqual([false, false, true, true]);
  await answerNext();
  expect(provider.sent.map(({ path }) => path)).toEqual(['/a/0', '/a/1', '/a/2']);
  expect(await all[0]?.answer).toBe('answer');
});

test('N08 another credential does not wait for them', () => {
  const policy = limit(2, 100);
  calls(policy, 'a', 30);
  send(policy, 'b', '/b/0');
  expect(sentBy()).toBe('aab');
});

test('N08 a provider has so many calls under way, and turns go round among the credentials that wait', async () => {
  const policy = limit(100, 2);
  for (const token of ['a', 'b', 'c']) calls(policy, token, token === 'a' ? 8 : 2);
  expect(sentBy()).toBe('aa');
  for (let turn = 0; turn < 12; turn += 1) await answerNext();
  expect(sentBy()).toBe(`aa${'abc'.repeat(2)}aaaa`);
});

test('N08 a credential that has all of its turns is passed over until one ends', async () => {
  const policy = limit(2, 3);
  calls(policy, 'a', 5);
  calls(policy, 'b', 2);
  expect(sentBy()).toBe('aab');
  // Of those that wait, only b could begin before the first answer came; a's place in the row is behind it.
  for (let turn = 0; turn < 7; turn += 1) await answerNext();
  expect(sentBy()).toBe('aabbaaa');
});

test('N08 who leaves the row takes no turn', async () => {
  const policy = limit(1, 100);
  const [, second, third] = calls(policy, 'a', 3);
  second?.exchange.end('left', new Error('gone'));
  expect(await errorOf(async () => second?.answer)).toEqual(new Error('gone'));
  await answerNext();
  expect(provider.sent).toEqual([expect.anything(), third?.exchange]);
});

test('N08 a turn that comes to somebody who leaves at that moment goes to the next', async () => {
  const policy = limit(1, 100);
  const [first, second, third] = calls(policy, 'a', 3);
  if (first) provider.answer(first.exchange);
  second?.exchange.end('left', new Error('gone'));
  await settled();
  expect(await errorOf(async () => second?.answer)).toEqual(new Error('gone'));
  expect(provider.sent).toEqual([first?.exchange, third?.exchange]);
});

test('N08 who has waited for nine tenths of his time gives up, and says why', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  const policy = limit(1, 100);
  const [first, second, third] = calls(policy, 'a', 3);
  jest.advanceTimersByTime(899);
  if (first) provider.answer(first.exchange);
  await settled();
  jest.advanceTimersByTime(1);
  const { code, message, facts } = (await errorOf(async () => third?.answer)) as BillingError;
  expect([code, facts.provider, message]).toEqual([
    'UPSTREAM_TIMEOUT',
    'NORTHFLANK',
    'So many calls to the provider are under way that this one had no turn within 900 ms.',
  ]);
  expect(second?.exchange.ending).toBeUndefined();
  expect(provider.sent).toEqual([first?.exchange, second?.exchange]);
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

test('N08 a failure frees a turn, and so does a refusal at once', async () => {
  const policy = limit(1, 1);
  const refuse = (): never => {
    throw new Error('refused');
  };
  expect(() => policy(toExchange(), refuse)).toThrow('refused');
  const [first] = calls(policy, 'a', 2);
  if (first) provider.fail(first.exchange, new Error('broken off'));
  await settled();
  expect(provider.sent).toHaveLength(2);
});

test('N08 those that wait are refused one after the other where the provider wants no more', async () => {
  const policy = limit(1, 100);
  send(policy, 'a');
  const refuse = (): never => {
    throw new Error('refused');
  };
  const waiting = Array.from({ length: 5000 }, () =>
    errorOf(() => policy(toExchange(toCall({ token: 'a' })), refuse)),
  );
  await answerNext();
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => new Error('refused')));
  send(policy, 'a');
  expect(provider.sent).toHaveLength(2);
});

test('N08 whatever is asked and left in whatever order: no limit is passed, no turn is lost', async () => {
  const step = fc.record({
    token: fc.constantFrom('a', 'b', 'c'),
    does: fc.constantFrom('send', 'send', 'send', 'answer', 'leave'),
    which: fc.nat(50),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      provider = new FakeProvider();
      const policy = limit(2, 4);
      const open = new Map<Exchange, string>();
      for (const { token, does, which } of steps) {
        const pick = [...open.keys()][which % Math.max(open.size, 1)];
        if (does === 'send') open.set(send(policy, token).exchange, token);
        else if (pick && (does === 'leave' || provider.sent.includes(pick))) {
          open.delete(pick);
          if (does === 'leave') pick.end('left', new Error('gone'));
          else provider.answer(pick);
        }
        await settled();
        const underWay = [...open].filter(([exchange]) => provider.sent.includes(exchange));
        const waiting = [...open].filter(([exchange]) => !provider.sent.includes(exchange));
        const ofToken = (wanted: string) => underWay.filter(([, each]) => each === wanted).length;
        expect(underWay.length).toBeLessThanOrEqual(4);
        for (const each of ['a', 'b', 'c']) expect(ofToken(each)).toBeLessThanOrEqual(2);
        for (const [, each] of waiting) expect(underWay.length === 4 || ofToken(each) === 2).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
