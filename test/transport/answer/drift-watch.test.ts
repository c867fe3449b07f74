import { DriftWatch } from '../../../src/transport/answer/drift-watch.js';
import { onDrift, type Drift } from '../../../src/wire/drift.js';

let noticed: Drift[] = [];
let forget: () => void;
beforeEach(() => {
  noticed = [];
  forget = onDrift((drift) => noticed.push(drift));
});
afterEach(() => forget());

function lookAt(headers: Record<string, string | string[]>, status = 200): readonly (string | undefined)[] {
  new DriftWatch('NORTHFLANK').lookAtHead(status, headers, 'Bearer token-12345678');
  return noticed.map(({ name }) => name);
}

test('F27 the first hundred answers of each route are looked at, and then every tenth', () => {
  const watch = new DriftWatch('ALTOSTRAT');
  const due = Array.from({ length: 130 }, () => watch.isDue('invoices'));
  expect(due.flatMap((isDue, index) => (isDue ? [index] : [])).slice(98)).toEqual([98, 99, 100, 110, 120]);
  expect(watch.isDue('subscriptions')).toBe(true);
});

test.each([
  ['none at all', {}],
  ['those of every answer', { date: 'x', server: 'x', 'cf-ray': 'x', 'x-request-id': 'x', vary: 'x' }],
  [
    'the documented limits',
    { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1' },
  ],
  ['a wait', { 'retry-after': '1' }],
  ['JSON', { 'content-type': 'application/json' }],
  ['JSON in UTF-8', { 'content-type': 'Application/JSON; charset="UTF-8"' }],
])('F27 of headers, %s are no drift', (_what, headers) => {
  expect(lookAt(headers)).toEqual([]);
});

test.each([
  ['a limit that is new', { 'ratelimit-policy': 'x' }, ['ratelimit-policy']],
  ['the same in another spelling', { 'x-rate-limit-day': 'x' }, ['x-rate-limit-day']],
  ['a wait in another unit', { 'retry-after-ms': '7' }, ['retry-after-ms']],
  ['a deprecation', { deprecation: '@1', sunset: 'x' }, ['deprecation', 'sunset']],
  ['another charset', { 'content-type': 'application/json; charset=latin1' }, ['content-type']],
  ['no JSON', { 'content-type': 'text/html' }, ['content-type']],
  ['one line of several', { 'content-type': ['application/json', 'text/html'] }, ['content-type']],
  ["a part of the caller's token", { 'ratelimit-12345678': 'x' }, [undefined]],
])('F27 of headers, %s is', (_what, headers, names) => {
  expect(lookAt(headers)).toEqual(names);
  expect(noticed).toMatchObject([
    { provider: 'NORTHFLANK', object: 'head', kind: 'header' },
    ...noticed.slice(1),
  ]);
});

test('F27 what a failure is written in says nothing', () => {
  expect(lookAt({ 'content-type': 'text/html' }, 502)).toEqual([]);
});
