import { BillingAccount } from '../../src/accounts/billing-account.js';
import { BillingError } from '../../src/errors/billing-error.js';
import { EventIds } from '../../src/events/event-ids.js';
import type { Head } from '../../src/events/head.js';
import { LiveInvoices } from '../../src/events/live-invoices.js';

const { jest } = import.meta;

/** A list with as many invoices as it is told to have, and all the looks at it. */
function createLive() {
  const looks: string[] = [];
  const counts: object[] = [];
  let cancelled = 0;
  let invoices = 1;
  const head = (): Head => ({
    isWhole: true,
    rows: Array.from({ length: invoices }, (_, index) => ({
      invoiceId: `in_${invoices - index}`,
      fingerprint: 'x',
      status: 'open',
    })),
  });
  const live = new LiveInvoices({
    pollMs: 1000,
    pollsPerMinute: 1000,
    streamsMax: { perCredential: 10, perProcess: 10 },
    ids: new EventIds('here', () => performance.now()),
    readHead: ({ account }) => {
      looks.push(String(account.accountId));
      return { head: Promise.resolve(head()), cancel: () => (cancelled += 1) };
    },
    now: Date.now,
    monotonicMs: () => performance.now(),
    onCounts: (each) => counts.push(each),
    onPoll: () => undefined,
    onEvent: () => undefined,
  });
  return { live, looks, counts, cancelled: () => cancelled, grow: (by: number) => (invoices += by) };
}

const accessTo = (accountId: string) => ({
  account: new BillingAccount('ALTOSTRAT', 'ws_a', accountId),
  credential: 'Bearer x',
  credentialKey: 'x',
});

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('F54 an account is looked at at 0, 1, 3, 7 and 15 s while nothing changes, and no more when its stream has ended', async () => {
  const { live, looks, counts } = createLive();
  const subscriber = live.open({ accesses: [accessTo('cus_a')], lastEventId: undefined });
  await jest.advanceTimersByTimeAsync(15_100);
  expect(looks).toHaveLength(5);
  await subscriber.return();
  await jest.advanceTimersByTimeAsync(100_000);
  expect(looks).toHaveLength(5);
  expect(counts).toEqual([
    { streams: 1, pollers: 1 },
    { streams: 0, pollers: 0 },
  ]);
});

test('F54 who comes back to more than twenty changes is told to read the list', async () => {
  const { live, grow } = createLive();
  const ask = { accesses: [accessTo('cus_a')], lastEventId: undefined };
  const subscriber = live.open(ask);
  await jest.advanceTimersByTimeAsync(10);
  for (const more of [11, 11]) {
    grow(more);
    live.wake(() => true);
    await jest.advanceTimersByTimeAsync(10);
  }
  const { value: first } = await subscriber.next();
  if (!first || !('ordinal' in first)) throw new Error('Expected a signal.');
  const back = live.open({ ...ask, lastEventId: `here.${first.ordinal}` });
  expect(await back.next()).toMatchObject({ value: { cause: 'RESYNC', invoiceId: null } });
  const before = live.open({ ...ask, lastEventId: `here.${first.ordinal + 1}` });
  expect(await before.next()).toMatchObject({ value: { cause: 'CREATED', invoiceId: 'in_4' } });
  live.close(new BillingError('SHUTTING_DOWN', 'x'));
});

test('F54 five minutes after the last stream nothing is remembered, and after the end no stream is opened', async () => {
  const { live } = createLive();
  const ask = { accesses: [accessTo('cus_a')], lastEventId: undefined };
  const subscriber = live.open(ask);
  await jest.advanceTimersByTimeAsync(10);
  await subscriber.return();
  await jest.advanceTimersByTimeAsync(300_001);
  const back = live.open({ ...ask, lastEventId: 'here.999999999' });
  expect(await back.next()).toMatchObject({ value: { cause: 'RESYNC' } });
  const why = new BillingError('SHUTTING_DOWN', 'x');
  live.close(why);
  expect(await back.next()).toEqual({ done: false, value: { failure: why, isLast: true } });
  expect(() => live.open(ask)).toThrow(why);
});
