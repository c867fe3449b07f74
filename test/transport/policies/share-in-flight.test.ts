import type { Call } from '../../../src/transport/call.js';
import { shareInFlight } from '../../../src/transport/policies/share-in-flight.js';
import type { Policy } from '../../../src/transport/policy.js';
import { errorOf, FakeProvider, settled, TestEnd, toCall, toExchange } from '../upstream-call.js';

/** Equal reads of one credential that are under way at once are one exchange, whoever began it. */

let policy: Policy;
let provider: FakeProvider;
beforeEach(() => {
  policy = shareInFlight();
  provider = new FakeProvider();
});

interface Waiting {
  readonly end: TestEnd;
  readonly answer: Promise<unknown>;
}

/** An operation that reads, and whose client may go away. */
function read(given: { path?: string; token?: string; method?: 'GET' | 'POST' } = {}): Waiting {
  const end = new TestEnd();
  const { token = 'token-of-a', ...request } = given;
  const call: Call = toCall({ token, end });
  const answer = Promise.resolve().then(() => policy(toExchange(call, request), provider.next));
  answer.catch(() => undefined);
  return { end, answer };
}

test('F17 equal reads under way are one exchange, and everybody gets its answer', async () => {
  const reads = [read(), read(), read()];
  await settled();
  expect(provider.sent).toHaveLength(1);
  provider.sent.forEach((exchange) => provider.answer(exchange, 'page'));
  expect(await Promise.all(reads.map(({ answer }) => answer))).toEqual(['page', 'page', 'page']);
});

test('F25 nothing is shared between two credentials, two paths, or two previews', async () => {
  read({ token: 'token-of-b' });
  read({ path: '/y' });
  read();
  read({ method: 'POST' });
  read({ method: 'POST' });
  await settled();
  expect(provider.sent).toHaveLength(5);
});

test('F17 nothing is kept once it has been answered', async () => {
  const first = read();
  await settled();
  provider.sent.forEach((exchange) => provider.answer(exchange));
  await first.answer;
  read();
  await settled();
  expect(provider.sent).toHaveLength(2);
});

test('F23 who leaves gets the reason, and the others get the answer', async () => {
  const [leader, follower] = [read(), read()];
  await settled();
  leader.end.come(new Error('gone'));
  expect(await errorOf(() => leader.answer)).toEqual(new Error('gone'));
  const [exchange] = provider.sent;
  expect(exchange?.ending).toBeUndefined();
  if (exchange) provider.answer(exchange, 'page');
  expect(await follower.answer).toBe('page');
});

test('F23 the last one to leave ends the exchange, and nobody joins it any more', async () => {
  const waiting = [read(), read()];
  await settled();
  for (const { end } of waiting) end.come(new Error('gone'));
  expect(provider.sent.map(({ ending }) => ending?.kind)).toEqual(['left']);
  read();
  await settled();
  expect(provider.sent).toHaveLength(2);
});

test('F23 a preview is ended with its client', async () => {
  const { end } = read({ method: 'POST' });
  await settled();
  end.come(new Error('gone'));
  expect(provider.sent.map(({ ending }) => ending)).toEqual([{ kind: 'left', reason: new Error('gone') }]);
});

test('F23 nothing is ended that has ended well', async () => {
  const { end, answer } = read();
  await settled();
  provider.sent.forEach((exchange) => provider.answer(exchange));
  await answer;
  end.come(new Error('gone'));
  expect(provider.sent.map(({ ending }) => ending)).toEqual([undefined]);
});

test('F23 an operation that is over asks nothing', async () => {
  const over = new TestEnd();
  over.come(new Error('over'));
  const call = toCall({ end: over });
  expect(() => policy(toExchange(call), provider.next)).toThrow('over');
  expect(provider.sent).toEqual([]);
});

test('F17 who is refused at once leaves nothing behind for the next to join', () => {
  const refuse = (): never => {
    throw new Error('refused');
  };
  expect(() => policy(toExchange(), refuse)).toThrow('refused');
  void policy(toExchange(), provider.next);
  expect(provider.sent).toHaveLength(1);
});

test('F17 an operation keeps nobody who waits no more', async () => {
  const { end, answer } = read();
  await settled();
  expect(end.waiting).toBe(1);
  provider.sent.forEach((exchange) => provider.answer(exchange));
  await answer;
  expect(end.waiting).toBe(0);
});
