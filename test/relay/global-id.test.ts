import fc from 'fast-check';
import { encodeCursor } from '../../src/relay/cursor.js';
import { encodeOpaque } from '../../src/relay/opaque-text.js';
import { encodeGlobalId, parseGlobalId, type GlobalId } from '../../src/relay/global-id.js';

const part = fc.option(fc.string());
const ids: fc.Arbitrary<GlobalId> = fc.oneof(
  fc.record({ type: fc.constant('BillingAccount' as const), path: fc.tuple(part, part, part) }),
  fc.record({
    type: fc.constantFrom('BillingSubscription' as const, 'Invoice' as const),
    path: fc.tuple(part, part, part, fc.string()),
  }),
);

test('F46 any global id comes back from its text', () => {
  fc.assert(fc.property(ids, (id) => expect(parseGlobalId(encodeGlobalId(id), 'id')).toEqual(id)));
});

test('F46 two things never share a global id', () => {
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      const isSame = JSON.stringify(a) === JSON.stringify(b);
      expect(encodeGlobalId(a) === encodeGlobalId(b)).toBe(isSame);
    }),
  );
});

test('F46 text that is no global id is refused, naming the argument and the text', () => {
  expect(() => parseGlobalId('in_1', 'id')).toThrow(
    expect.objectContaining({
      code: 'BAD_USER_INPUT',
      message: 'Argument "id": expected a global id from this API, got "in_1".',
    }),
  );
});

test('F46 a long text is shortened in the message', () => {
  expect(() => parseGlobalId('x'.repeat(500), 'id')).toThrow(
    `Argument "id": expected a global id from this API, got "${'x'.repeat(79)}… (502 characters).`,
  );
});

test('F10 a cursor is no global id', () => {
  const cursor = encodeCursor('invoices of x', { id: 'in_1', createdAt: null, offset: 0 });
  expect(() => parseGlobalId(cursor, 'id')).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});

test.each([
  ['no parts', []],
  ['another type', ['Workspace', 'ALTOSTRAT', 'ws_a', 'cus_a']],
  ['a part too many', ['BillingAccount', 'ALTOSTRAT', 'ws_a', 'cus_a', 'x']],
  ['an invoice without its own id', ['Invoice', 'ALTOSTRAT', 'ws_a', 'cus_a']],
  ['an invoice whose own id is null', ['Invoice', 'ALTOSTRAT', 'ws_a', 'cus_a', null]],
  ['a subscription without its own id', ['BillingSubscription', 'ALTOSTRAT', 'ws_a', 'cus_a']],
  ['a subscription whose own id is null', ['BillingSubscription', 'ALTOSTRAT', 'ws_a', 'cus_a', null]],
  ['a type that every object has', ['constructor', 'ALTOSTRAT', 'ws_a', 'cus_a']],
  ['a part that is no text', ['BillingAccount', 'ALTOSTRAT', 7, 'cus_a']],
])('V06 a forged id with %s is refused', (_what, tuple) => {
  expect(() => parseGlobalId(encodeOpaque('id', tuple), 'id')).toThrow('expected a global id from this API');
});
