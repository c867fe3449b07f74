import { encodeCursor } from '../../src/relay/cursor.js';
import { type Position } from '../../src/lists/position.js';
import { parseWindow, type ConnectionArguments } from '../../src/relay/paging-arguments.js';

const limits = { pageSizeMax: 1000, scope: 'list' };
const position: Position = { id: 'in_1', createdAt: '2025-10-29T00:40:06.000000Z', offset: 0 };
const cursor = encodeCursor('list', position);

test.each<[string, ConnectionArguments, object]>([
  ['nothing', {}, { direction: 'forward', size: 20, anchor: undefined }],
  ['only nulls', { first: null, after: null, last: null, before: null }, { direction: 'forward', size: 20 }],
  ['first', { first: 5 }, { direction: 'forward', size: 5, anchor: undefined }],
  ['first: 0', { first: 0 }, { direction: 'forward', size: 0, anchor: undefined }],
  ['the largest first', { first: 1000 }, { direction: 'forward', size: 1000, anchor: undefined }],
  ['after alone', { after: cursor }, { direction: 'forward', size: 20, anchor: position }],
  ['first and after', { first: 5, after: cursor }, { direction: 'forward', size: 5, anchor: position }],
  ['last', { last: 5 }, { direction: 'backward', size: 5, anchor: undefined }],
  ['last: 0', { last: 0 }, { direction: 'backward', size: 0, anchor: undefined }],
  ['the largest last', { last: 1000 }, { direction: 'backward', size: 1000, anchor: undefined }],
  ['last and before', { last: 5, before: cursor }, { direction: 'backward', size: 5, anchor: position }],
])('F01 reads %s', (_, args, window) => {
  expect(parseWindow(args, limits)).toEqual(window);
});

const FIRST = 'Argument "first": expected a number from 0 to 1000, got';
const LAST = 'Argument "last": expected a number from 0 to 1000, got';
const BOTH = 'Arguments "first" and "last": expected one of them, got both.';
const DIRECTIONS = 'Page forward with first/after, backward with last/before.';
const BEFORE = `Argument "before": expected beside "last" alone. ${DIRECTIONS}`;
const AFTER = `Argument "after": expected beside "first" alone. ${DIRECTIONS}`;

test.each<[string, ConnectionArguments, string]>([
  ['a negative first', { first: -1 }, `${FIRST} -1.`],
  ['a first above the maximum', { first: 1001 }, `${FIRST} 1001.`],
  ['a first that is no number', { first: Number.NaN }, `${FIRST} NaN.`],
  ['a negative last', { last: -2147483648 }, `${LAST} -2147483648.`],
  ['a last above the maximum', { last: 1001 }, `${LAST} 1001.`],
  ['first and last', { first: 1, last: 1 }, BOTH],
  ['first: 0 and last: 0', { first: 0, last: 0 }, BOTH],
  ['first and last with both cursors', { first: 1, last: 1, after: cursor, before: cursor }, BOTH],
  ['first with before', { first: 1, before: cursor }, BEFORE],
  ['before alone', { before: cursor }, BEFORE],
  ['after and before', { after: cursor, before: cursor }, BEFORE],
  ['last with after', { last: 1, after: cursor }, AFTER],
  ['an empty cursor on the wrong side', { last: 1, after: '' }, AFTER],
])('F06 refuses %s', (_, args, message) => {
  expect(() => parseWindow(args, limits)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message }),
  );
});

test('F06 the maximum is the one that the operator set', () => {
  expect(parseWindow({ first: 7 }, { ...limits, pageSizeMax: 7 }).size).toBe(7);
  expect(() => parseWindow({ last: 8 }, { ...limits, pageSizeMax: 7 })).toThrow(
    'Argument "last": expected a number from 0 to 7, got 8.',
  );
});

test.each<[string, ConnectionArguments]>([
  ['after', { after: '' }],
  ['after', { first: 0, after: 'x' }],
  ['before', { last: 1, before: encodeCursor('other', position) }],
])('F10 a cursor that is not of this list is refused, naming %s', (argument, args) => {
  expect(() => parseWindow(args, limits)).toThrow(
    expect.objectContaining({
      code: 'INVALID_CURSOR',
      message: expect.stringContaining(`Argument "${argument}":`) as string,
    }),
  );
});
