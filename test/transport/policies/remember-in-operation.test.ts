import { BillingError } from '../../../src/errors/billing-error.js';
import { rememberInOperation } from '../../../src/transport/policies/remember-in-operation.js';
import { errorOf, FakeProvider, toCall, toExchange } from '../upstream-call.js';

/** Equal reads of one operation are one read. */

const policy = rememberInOperation({ provider: 'ALTOSTRAT' });

test('F17 equal reads of an operation are asked once: under way, answered, or failed', async () => {
  const [call, provider] = [toCall(), new FakeProvider()];
  const read = async (path: string): Promise<unknown> => policy(toExchange(call, { path }), provider.next);
  const [first, second] = [read('/a'), read('/a')];
  const failing = read('/b');
  expect(provider.sent.map(({ path }) => path)).toEqual(['/a', '/b']);
  const [a, b] = provider.sent;
  if (a) provider.answer(a, 'page');
  if (b) provider.fail(b, new BillingError('UPSTREAM_UNAVAILABLE', 'down'));
  expect([await first, await second, await read('/a')]).toEqual(['page', 'page', 'page']);
  expect(await errorOf(() => failing)).toBe(await errorOf(() => read('/b')));
  expect(provider.sent).toHaveLength(2);
});

test('F17 what was refused before it was asked is asked again', async () => {
  const [call, provider] = [toCall(), new FakeProvider()];
  const refuse = (): never => {
    throw new BillingError('RATE_LIMITED', 'not now');
  };
  expect(() => policy(toExchange(call), refuse)).toThrow('not now');
  void policy(toExchange(call), provider.next);
  expect(provider.sent).toHaveLength(1);
});

test.each([
  [true, 2],
  [false, 1],
])('F08 what the provider refused as it stood: may it recover? %p; calls: %p', async (mayRecover, calls) => {
  const [call, provider] = [toCall(), new FakeProvider()];
  const exchange = toExchange(call, { mayRecover });
  const answer = policy(exchange, provider.next);
  provider.fail(exchange, new BillingError('UPSTREAM_REJECTED', 'no such cursor'));
  await errorOf(() => answer);
  policy(toExchange(call, { mayRecover }), provider.next).catch(() => undefined);
  expect(provider.sent).toHaveLength(calls);
});

test('F45 a preview is computed each time', () => {
  const [call, provider] = [toCall(), new FakeProvider()];
  for (let turn = 0; turn < 2; turn += 1)
    void policy(toExchange(call, { method: 'POST', body: {} }), provider.next);
  expect(provider.sent).toHaveLength(2);
});

test('F17 operations, and providers within one, remember for themselves', () => {
  const [call, provider] = [toCall(), new FakeProvider()];
  void policy(toExchange(call), provider.next);
  void policy(toExchange(toCall()), provider.next);
  void rememberInOperation({ provider: 'NORTHFLANK' })(toExchange(call), provider.next);
  expect(provider.sent).toHaveLength(3);
});

test('F17 an operation that is over keeps nothing', () => {
  const [call, provider] = [toCall(), new FakeProvider()];
  void policy(toExchange(call), provider.next);
  call.memory.clear();
  void policy(toExchange(call), provider.next);
  expect(provider.sent).toHaveLength(2);
});
