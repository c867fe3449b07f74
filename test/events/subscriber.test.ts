import { BillingAccount } from '../../src/accounts/billing-account.js';
import { BillingError } from '../../src/errors/billing-error.js';
import { EventLog, EVENTS_KEPT_MAX } from '../../src/events/event-log.js';
import type { InvoiceSignal } from '../../src/events/invoice-signal.js';
import { StreamCounts } from '../../src/events/stream-counts.js';
import { Subscriber, WAITING_MAX } from '../../src/events/subscriber.js';

const account = new BillingAccount('ALTOSTRAT', 'ws_a', 'cus_a');

function signal(ordinal: number): InvoiceSignal {
  return {
    ordinal,
    account,
    invoiceId: `in_${ordinal}`,
    cause: 'CHANGED',
    observedAt: '2026-01-01T00:00:00.000Z',
  };
}

async function rest(subscriber: Subscriber): Promise<readonly unknown[]> {
  const told = [];
  for await (const observed of subscriber)
    told.push('failure' in observed ? observed.failure : observed.ordinal);
  return told;
}

test('F54 what waits is told in its order, and then why the stream ends', async () => {
  let ends = 0;
  const subscriber = new Subscriber(() => (ends += 1));
  const why = new BillingError('SHUTTING_DOWN', 'x');
  const coming = subscriber.next();
  for (const ordinal of [1, 2]) subscriber.tell(signal(ordinal));
  subscriber.close(why);
  subscriber.tell(signal(3));
  expect(await coming).toEqual({ done: false, value: signal(1) });
  expect(await rest(subscriber)).toEqual([2, why]);
  expect(ends).toBe(1);
});

test('F54 a client for whom too much waits is told that alone, and the stream ends', async () => {
  const subscriber = new Subscriber(() => undefined);
  for (let ordinal = 0; ordinal < WAITING_MAX; ordinal += 1) subscriber.tell(signal(ordinal));
  const other = new Subscriber(() => undefined);
  for (let ordinal = 0; ordinal <= WAITING_MAX + 5; ordinal += 1) other.tell(signal(ordinal));
  subscriber.close(new BillingError('SHUTTING_DOWN', 'x'));
  expect(await rest(other)).toEqual([expect.objectContaining({ code: 'OVERLOADED' })]);
});

test('F54 who leaves is told nothing more, and whoever waits for him is let go', async () => {
  let ends = 0;
  const subscriber = new Subscriber(() => (ends += 1));
  const coming = subscriber.next();
  await subscriber.return();
  await subscriber.return();
  expect([await coming, await subscriber.next(), ends]).toEqual([
    { done: true, value: undefined },
    { done: true, value: undefined },
    1,
  ]);
});

test('F54 of the last events those after an ordinal are known, unless some may be missing', () => {
  const log = new EventLog(10);
  for (let ordinal = 11; ordinal <= 10 + EVENTS_KEPT_MAX; ordinal += 1) log.add(signal(ordinal));
  expect([log.after(9), log.after(10)?.length, log.after(10 + EVENTS_KEPT_MAX)]).toEqual([
    undefined,
    EVENTS_KEPT_MAX,
    [],
  ]);
  log.add(signal(500));
  expect([log.after(10), log.after(11)?.length]).toEqual([undefined, EVENTS_KEPT_MAX]);
});

test('F54 streams are counted for each credential and for all, and one that is refused is not', () => {
  const counts = new StreamCounts({ perCredential: 1, perProcess: 2 });
  counts.add(['a', 'b']);
  expect(() => counts.add(['c', 'b'])).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  counts.add(['c']);
  expect(() => counts.add(['d'])).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  counts.remove(['a', 'b']);
  counts.add(['b']);
});
