import { BillingError } from '../../../src/errors/billing-error.js';
import { Outages } from '../../../src/transport/policies/outages.js';

/** A provider that does not answer is not waited for again and again; nobody is cut off by somebody else. */

let nowMs: number;
let outages: Outages;
beforeEach(() => {
  nowMs = 1_000_000;
  outages = new Outages('NORTHFLANK', () => nowMs);
});

/** Whether a call may be made now. */
function mayCall(key = 'a'): boolean {
  try {
    outages.assertUp(key);
    return true;
  } catch (error) {
    if (!(error instanceof BillingError)) throw error;
    expect([error.code, error.details.provider]).toEqual(['UPSTREAM_UNAVAILABLE', 'NORTHFLANK']);
    return false;
  }
}

/** A call that begins now and ends by its deadline. */
function timeOut(): void {
  expect(mayCall()).toBe(true);
  outages.noteCall('a');
  const startedAtMs = nowMs;
  nowMs += 100;
  outages.noteTimeout('a', startedAtMs);
}

test('F24 after three calls in a row that ran out of time, no call is made', () => {
  for (let turn = 0; turn < 3; turn += 1) timeOut();
  expect(mayCall()).toBe(false);
});

test('F24 an answer in between starts the count anew', () => {
  for (let turn = 0; turn < 9; turn += 1) {
    timeOut();
    timeOut();
    outages.noteCall('a');
    outages.noteAnswer('a');
  }
  expect(mayCall()).toBe(true);
});

test('F24 calls that waited at the same time count once', () => {
  for (let call = 0; call < 9; call += 1) outages.noteCall('a');
  const startedAtMs = nowMs;
  nowMs += 100;
  for (let call = 0; call < 9; call += 1) outages.noteTimeout('a', startedAtMs);
  expect(mayCall()).toBe(true);
});

test('F24 after five seconds one call finds out; the others do not wait for it', () => {
  for (let turn = 0; turn < 3; turn += 1) timeOut();
  nowMs += 4999;
  expect(mayCall()).toBe(false);
  nowMs += 1;
  expect(mayCall()).toBe(true);
  outages.noteCall('a');
  expect(mayCall()).toBe(false);
  outages.noteAnswer('a');
  expect(mayCall()).toBe(true);
  timeOut();
  expect(mayCall()).toBe(true);
});

test('F24 each probe without an answer doubles the pause, up to a minute', () => {
  for (let turn = 0; turn < 3; turn += 1) timeOut();
  nowMs += 5000;
  for (const pauseMs of [10_000, 20_000, 40_000, 60_000, 60_000]) {
    timeOut();
    nowMs += pauseMs - 1;
    expect(mayCall()).toBe(false);
    nowMs += 1;
  }
  expect(mayCall()).toBe(true);
});

test('F24 a probe whose caller left has found out nothing: the next call does', () => {
  for (let turn = 0; turn < 3; turn += 1) timeOut();
  nowMs += 5000;
  outages.noteCall('a');
  outages.noteLeft('a');
  timeOut();
  expect(mayCall()).toBe(false);
});

test('A16 one credential in pause, another not', () => {
  for (let turn = 0; turn < 3; turn += 1) timeOut();
  expect([mayCall('a'), mayCall('b')]).toEqual([false, true]);
});
