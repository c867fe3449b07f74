import fc from 'fast-check';
import { DateTimeScalar } from '../../src/scalars/date-time.scalar.js';
import { parseInstant, sortableInstant, toUtc } from '../../src/scalars/instant.js';

test.each([
  ['2025-10-29T00:40:06.000000Z', '2025-10-29T00:40:06.000000Z'],
  ['2023-11-07T05:31:56Z', '2023-11-07T05:31:56Z'],
  ['2023-11-07t05:31:56.123456789z', '2023-11-07T05:31:56.123456789Z'],
  ['2025-12-08T02:40:06.123456+02:00', '2025-12-08T00:40:06.123456Z'],
  ['2025-12-31T23:30:00-05:30', '2026-01-01T05:00:00Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ['2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00Z'],
  ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.999999999Z'],
  ['9999-12-31T23:59:59+05:00', '9999-12-31T18:59:59Z'],
  ['0001-01-01T00:00:00-05:00', '0001-01-01T05:00:00Z'],
])('F36 %s is %s', (text, instant) => expect(parseInstant(text)).toBe(instant));

test.each([
  '2025-13-45T00:00:00Z',
  '2025-13-45',
  '2025-02-30T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2025-10-29',
  '2025-10-29T00:40:06',
  '2025-10-29 00:40:06Z',
  '2025-10-29T24:00:00Z',
  '2025-10-29T00:60:00Z',
  '2025-10-29T00:40:06.1234567890Z',
  '2025-10-29T00:40:06.Z',
  '2025-10-29T00:40:06+24:00',
  '2025-10-29T00:40:06+00:60',
  '2025-10-29T00:40:06Zx',
  '9999-12-31T23:59:59-05:00',
  '9999-12-31T23:59:59-00:01',
  '10000-01-01T00:00:00Z',
  '+010000-01-01T00:00:00Z',
  '0000-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+00:01',
  '1761698406000',
  '',
  1761698406000,
  null,
  undefined,
  {},
  new Date(0),
])('F36 %p is no instant', (value) => expect(parseInstant(value)).toBeUndefined());

test('F36 every millisecond reads back as it was written', () => {
  const years = {
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  };
  fc.assert(
    fc.property(fc.date(years), (date) => {
      expect(parseInstant(date.toISOString())).toBe(date.toISOString());
    }),
  );
});

test('F36 an offset names the same instant as UTC does', () => {
  const years = {
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  };
  const hours = fc.integer({ min: -23, max: 23 });
  fc.assert(
    fc.property(fc.date(years), hours, fc.integer({ min: 0, max: 59 }), (date, hour, minute) => {
      const pad = (value: number): string => String(Math.abs(value)).padStart(2, '0');
      const text = `${date.toISOString().slice(0, -1)}${hour < 0 ? '-' : '+'}${pad(hour)}:${pad(minute)}`;
      expect(new Date(parseInstant(text) as string)).toEqual(new Date(text));
    }),
  );
});

test('V12 50,000 characters that are almost an instant are refused', () => {
  expect(parseInstant(`2025-10-29T00:40:06.${'1'.repeat(50_000)}`)).toBeUndefined();
});

test('F36 the scalar takes and gives text, and says what it expects', () => {
  expect(DateTimeScalar.parseValue('2025-12-08T02:40:06+02:00')).toBe('2025-12-08T00:40:06Z');
  expect(() => DateTimeScalar.parseValue(5)).toThrow(
    'Expected an RFC 3339 instant such as "2026-01-31T09:30:00Z", got 5.',
  );
});

test('F05 the short way and the careful way give the same text, or none', () => {
  const two = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
  const year = fc.oneof(
    fc.constantFrom('0000', '0001', '9999', '2024'),
    fc.tuple(two, two).map(([a, b]) => a + b),
  );
  const fraction = fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{0,10}$/));
  const zone = fc.constantFrom('Z', 'z', '+00:00', '-05:30', '');
  const text = fc
    .tuple(year, two, two, fc.constantFrom('T', 't', ' '), two, two, two, fraction, zone)
    .map(
      ([y, month, day, t, hour, minute, second, part, z]) =>
        `${y}-${month}-${day}${t}${hour}:${minute}:${second}${part}${z}`,
    );
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
      (given) => {
        expect(parseInstant(given)).toBe(toUtc(given));
      },
    ),
    { numRuns: 2000 },
  );
});

test('F13 the sortable form of an instant sorts as time does, down to the nanosecond, and is the same instant', () => {
  const instant = fc.tuple(
    fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    }),
    fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 9 }),
  );
  fc.assert(
    fc.property(instant, instant, (...pair) => {
      const [one, other] = pair.map(([date, fraction]) => {
        const seconds = Math.floor(date.getTime() / 1000);
        const text = `${date.toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`;
        const sortable = sortableInstant(text);
        expect(parseInstant(sortable)).toBe(sortable);
        return { sortable, nanoseconds: BigInt(seconds) * 10n ** 9n + BigInt(fraction.padEnd(9, '0')) };
      }) as [Instant, Instant];
      expect(one.sortable < other.sortable).toBe(one.nanoseconds < other.nanoseconds);
      expect(one.sortable === other.sortable).toBe(one.nanoseconds === other.nanoseconds);
    }),
  );
});

interface Instant {
  readonly sortable: string;
  readonly nanoseconds: bigint;
}
