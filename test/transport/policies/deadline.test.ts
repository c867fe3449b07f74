import type { BillingError } from '../../../src/errors/billing-error.js';
import { deadline } from '../../../src/transport/policies/deadline.js';
import { errorOf, FakeProvider, toExchange } from '../upstream-call.js';

/** A call has so much time and no more, whatever it is doing. */

const { jest } = import.meta;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const policy = deadline({ provider: 'NORTHFLANK', timeoutMs: 1000 });

function describe(error: unknown): unknown {
  const { code, message, facts } = error as BillingError;
  return [code, facts.provider, message];
}

test('F23 a call that is not answered in time is ended', async () => {
  const [exchange, provider] = [toExchange(), new FakeProvider()];
  const answer = errorOf(() => policy(exchange, provider.next));
  jest.advanceTimersByTime(999);
  expect(exchange.ending).toBeUndefined();
  jest.advanceTimersByTime(1);
  expect(exchange.ending?.kind).toBe('late');
  const words = 'The provider did not answer within 1000 ms.';
  expect(describe(await answer)).toEqual(['UPSTREAM_TIMEOUT', 'NORTHFLANK', words]);
});

test('F23 no timer is left behind: not by an answer, not by a failure, not by a refusal', async () => {
  const provider = new FakeProvider();
  const [good, bad] = [toExchange(), toExchange()];
  const answers = [good, bad].map((exchange) => policy(exchange, provider.next));
  expect(jest.getTimerCount()).toBe(2);
  provider.answer(good);
  provider.fail(bad, new Error('broken off'));
  await Promise.allSettled(answers);
  expect(jest.getTimerCount()).toBe(0);
  const refuse = (): never => {
    throw new Error('refused');
  };
  expect(() => policy(toExchange(), refuse)).toThrow('refused');
  expect(jest.getTimerCount()).toBe(0);
});
