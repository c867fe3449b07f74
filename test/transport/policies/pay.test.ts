import { CallBudget } from '../../../src/calls/call-budget.js';
import { BillingError } from '../../../src/errors/billing-error.js';
import { pay } from '../../../src/transport/policies/pay.js';
import { errorOf, FakeProvider, settled, toCall, toExchange } from '../upstream-call.js';

/** Only calls that were sent are paid for, and none is sent without. */

const policy = pay();
const refusal = new BillingError('RATE_LIMITED', 'not now');

test('F22 a call is paid for at once, and stays paid when it fails', async () => {
  const [budget, provider] = [new CallBudget(2), new FakeProvider()];
  const exchange = toExchange(toCall({ budget }));
  const answer = policy(exchange, provider.next);
  expect([budget.left, budget.made]).toEqual([1, 1]);
  provider.fail(exchange, new Error('broken off'));
  expect(await errorOf(() => answer)).toEqual(new Error('broken off'));
  expect([budget.left, budget.made]).toEqual([1, 1]);
});

test('F22 without a call left nothing is sent, and the refusal comes at once', () => {
  const provider = new FakeProvider();
  const exchange = toExchange(toCall({ budget: new CallBudget(0) }));
  expect(() => policy(exchange, provider.next)).toThrow(BillingError);
  expect(provider.sent).toEqual([]);
});

test('F22 a call that is refused at once goes back', () => {
  const budget = new CallBudget(1);
  const refuse = (): never => {
    throw refusal;
  };
  expect(() => policy(toExchange(toCall({ budget })), refuse)).toThrow(refusal);
  expect([budget.left, budget.made]).toEqual([1, 0]);
});

test('F22 a call that waits is paid for, and goes back where it is given up unsent', async () => {
  const budget = new CallBudget(1);
  const waiting = policy(toExchange(toCall({ budget })), async (exchange) => {
    await settled();
    exchange.settle(refusal);
    throw refusal;
  });
  expect(budget.left).toBe(0);
  expect(await errorOf(() => waiting)).toBe(refusal);
  expect([budget.left, budget.made]).toEqual([1, 0]);
});

test('F22 the purse named in the request pays', () => {
  const [call, purse] = [toCall(), new CallBudget(3)];
  void policy(toExchange(call, { purse }), new FakeProvider().next);
  expect([call.budget.made, purse.made]).toEqual([0, 1]);
});
