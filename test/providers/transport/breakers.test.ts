import { BillingError } from '../../../src/errors/billing-error.js';
import { Breakers } from '../../../src/providers/transport/breakers.js';

/** A provider that does not answer is not waited for again and again; nobody is cut off by somebody else. */

const late = new BillingError('UPSTREAM_TIMEOUT', 'late');
const open = 'UPSTREAM_UNAVAILABLE';
const waiting = new AbortController().signal;

const { jest } = import.meta;

let breakers: Breakers;
let made: number;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  breakers = new Breakers('NORTHFLANK');
  made = 0;
});
afterEach(() => jest.useRealTimers());

/** The code of the error, or what the call brought. */
async function call(outcome: unknown, { key = 'a', signal = waiting } = {}): Promise<unknown> {
  const make = async (): Promise<unknown> => {
    made += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return breakers.guard(key, signal, make).catch((error: BillingError) => error.code);
}

async function timeOut(times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) expect(await call(late)).toBe('UPSTREAM_TIMEOUT');
}

test('F24 after three calls in a row that ran out of time, no call is made', async () => {
  await timeOut(3);
  expect([await call('x'), await call('x'), made]).toEqual([open, open, 3]);
});

test('F24 an answer in between starts the count anew', async () => {
  await timeOut(2);
  expect(await call('x')).toBe('x');
  await timeOut(2);
  expect(await call('x')).toBe('x');
});

test('F24 a probe after five seconds decides: an answer ends the pause, a timeout makes it longer', async () => {
  await timeOut(3);
  jest.setSystemTime(5000);
  await timeOut(1);
  jest.setSystemTime(14_999);
  expect(await call('x')).toBe(open);
  jest.setSystemTime(15_000);
  expect([await call('x'), await call('y'), made]).toEqual(['x', 'y', 6]);
});

test('A16 one credential in pause, another not', async () => {
  await timeOut(3);
  expect([await call('x'), await call('x', { key: 'b' })]).toEqual([open, 'x']);
});

test.each([
  ['a refused connection', new BillingError('UPSTREAM_UNAVAILABLE', 'refused')],
  [
    'a gateway that waited in vain',
    new BillingError('UPSTREAM_TIMEOUT', '504', { upstream: { status: 504 } }),
  ],
  ['a limit', new BillingError('RATE_LIMITED', '429')],
])('F24 %s costs no time, so it is no reason to pause', async (_what, error) => {
  for (let turn = 0; turn < 9; turn += 1) expect(await call(error)).toBe(error.code);
  expect(made).toBe(9);
});

test('F24 callers who do not wait say nothing about the provider', async () => {
  const signal = AbortSignal.abort();
  for (let turn = 0; turn < 9; turn += 1) expect(await call(late, { signal })).toBe('UPSTREAM_TIMEOUT');
  expect([await call('x'), made]).toEqual(['x', 10]);
});
