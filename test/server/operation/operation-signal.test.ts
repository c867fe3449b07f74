import { OperationSignal } from '../../../src/server/operation/operation-signal.js';

// ES modules have no global `jest`.
const { jest } = import.meta as unknown as { jest: typeof globalThis.jest };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const start = (): OperationSignal => new OperationSignal(1000, () => performance.now());

test('F23 an operation without a call has no timer', () => {
  start();
  expect(jest.getTimerCount()).toBe(0);
});

test('F23 nothing is aborted that has ended well', () => {
  const operation = start();
  const { signal } = operation;
  operation.end();
  jest.advanceTimersByTime(5000);
  expect([signal.aborted, jest.getTimerCount()]).toEqual([false, 0]);
});

test('F23 the time counts from the start of the operation, not from its first call', () => {
  const operation = start();
  jest.advanceTimersByTime(600);
  const { signal } = operation;
  jest.advanceTimersByTime(399);
  expect(signal.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(signal.reason).toMatchObject({
    code: 'UPSTREAM_TIMEOUT',
    message: 'The operation was not done within 1000 ms.',
  });
});

test('F23 who goes away ends what runs', () => {
  const operation = start();
  const { signal } = operation;
  operation.leave();
  expect([signal.reason, jest.getTimerCount()]).toEqual([
    expect.objectContaining({ message: 'The client went away.' }),
    0,
  ]);
});

test('F23 a call that would begin after the answer is over does not', () => {
  const operation = start();
  operation.end();
  expect([operation.signal.aborted, jest.getTimerCount()]).toEqual([true, 0]);
});
