import fc from 'fast-check';
import { parseRetryAfter } from '../../../src/transport/answer/retry-after.js';

const now = Date.parse('2026-01-01T00:00:00Z');

test.each([
  ['0', 0],
  ['1', 1000],
  ['3600', 3_600_000],
  ['86400', 86_400_000],
  ['86401', 86_400_000],
  ['99999999999', 86_400_000],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 23:59:59 GMT', 0],
  ['Fri, 01 Jan 2100 00:00:00 GMT', 86_400_000],
  ['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
  ['Wednesday, 31-Dec-25 23:59:59 GMT', 0],
  ['Wednesday, 01-Jan-76 00:00:00 GMT', 86_400_000],
  ['Saturday, 01-Jan-77 00:00:00 GMT', 0],
  ['Thu Jan  1 00:00:30 2026', 30_000],
  ['Fri Jan 02 00:00:00 2026', 86_400_000],
])('U09 T14 Retry-After %s is %i ms', (header, waitMs) => expect(parseRetryAfter(header, now)).toBe(waitMs));

test.each([
  undefined,
  '',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  'abc',
  'try 5',
  'wait until 2027',
  'Mon',
  '2027-01-01T00:00:00Z',
  'Thu, 41 Jan 2026 00:00:30 GMT',
  'Thu, 01 Jan 2026 00:00:30 GMT, 5',
  'Tue, 31 Feb 2026 00:00:30 GMT',
  'Thu, 01 Foo 2026 00:00:30 GMT',
  'Thu, 01 Jan 2026 24:00:30 GMT',
  'Thursday, 01-Jan-2026 00:00:30 GMT',
  'Thu, 01-Jan-26 00:00:30 GMT',
  'Thu Jan 1 00:00:30 2026',
  'Thu Jan  1 00:00:30 2026 GMT',
  '9'.repeat(400),
  '1'.repeat(50_000),
])('U09 Retry-After %# says nothing usable', (header) =>
  expect(parseRetryAfter(header, now)).toBeUndefined(),
);

test('U09 T14 whatever comes, a wait is whole milliseconds from 0 to a day, or none', () => {
  const dates = fc.date({ noInvalidDate: true }).map((date) => date.toUTCString());
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String), dates), (header) => {
      const waitMs = parseRetryAfter(header, now) ?? 0;
      expect(Number.isInteger(waitMs) && waitMs >= 0 && waitMs <= 86_400_000).toBe(true);
    }),
  );
});
