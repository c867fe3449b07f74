import fc from 'fast-check';
import { encodeCursor, parseCursor } from '../../src/relay/cursor.js';
import { head, type Position } from '../../src/lists/position.js';

const positions: fc.Arbitrary<Position> = fc.record({
  id: fc.option(fc.string()),
  createdAt: fc.option(fc.string()),
  offset: fc.integer({ min: -1000, max: 1000 }),
});

test('F01 any position comes back from its cursor', () => {
  fc.assert(
    fc.property(positions, (position) => {
      expect(parseCursor('list', encodeCursor('list', position), 'after')).toEqual(position);
    }),
  );
});

test('F08 two positions never share a cursor', () => {
  fc.assert(
    fc.property(positions, positions, (a, b) => {
      const isSame = a.id === b.id && a.createdAt === b.createdAt && a.offset === b.offset;
      expect(encodeCursor('list', a) === encodeCursor('list', b)).toBe(isSame);
    }),
  );
});

test('F01 the head of a list is a position like any other', () => {
  expect(parseCursor('list', encodeCursor('list', head), 'before')).toEqual({
    id: null,
    createdAt: null,
    offset: 0,
  });
});

test.each(['after', 'before'] as const)(
  "F10 another list's cursor in %s is refused, naming the argument",
  (argument) => {
    const foreign = encodeCursor('other list', { id: 'in_1', createdAt: null, offset: 0 });
    expect(() => parseCursor('list', foreign, argument)).toThrow(
      expect.objectContaining({
        code: 'INVALID_CURSOR',
        message: `Argument "${argument}": expected a cursor that this list gave out. It is damaged or belongs to another list.`,
      }),
    );
  },
);
