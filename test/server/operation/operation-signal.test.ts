import { OperationSignal } from '../../../src/server/operation/operation-signal.js';

// ES modules have no global `jest`.
const { jest } = import.meta as unknown as { jest: typeof globalThis.jest };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const start = (): OperationSignal => new OperationSignal(1000, () => performance.now());

/** Somebody who waits, and what he was told. */
function waitFor(operation: OperationSignal): string[] {
  const told: string[] = [];
  operation.add({ leave: ({ message }) => void told.push(message) });
  return told;
}

test('F23 an operation without a call has no timer', () => {
  start();
  expect(jest.getTimerCount()).toBe(0);
});

test('F23 nobody is told of an end that came well', () => {
  const operation = start();
  const told = waitFor(operation);
  operation.end();
  jest.advanceTimersByTime(5000);
  expect([told, jest.getTimerCount()]).toEqual([[], 0]);
});

test('F23 the time counts from the start of the operation, not from its first call', () => {
  const operation = start();
  jest.advanceTimersByTime(600);
  const told = waitFor(operation);
  jest.advanceTimersByTime(399);
  expect([told, operation.reason]).toEqual([[], undefined]);
  jest.advanceTimersByTime(1);
  expect(told).toEqual(['The operation was not done within 1000 ms.']);
  expect(operation.reason).toMatchObject({ code: 'UPSTREAM_TIMEOUT', message: told[0] });
});

test('F23 who goes away ends what runs, and nobody is told who waits no more', () => {
  const operation = start();
  const [told, gone] = [waitFor(operation), { leave: () => told.push('in vain') }];
  operation.add(gone);
  operation.remove(gone);
  operation.leave();
  expect([told, jest.getTimerCount()]).toEqual([['The client went away.'], 0]);
});

test('F23 an operation whose answer is over lets no call begin', () => {
  const operation = start();
  operation.end();
  expect(operation.reason).toMatchObject({ message: 'The client went away.' });
});
