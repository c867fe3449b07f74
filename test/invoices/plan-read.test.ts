import { planRead, type PlannedRead, type SearchState } from '../../src/invoices/plan-read.js';

const start: SearchState = { missing: 1, hoppable: 1, headRead: false, walkEnded: false, callsLeft: 25 };

test.each<[string, Partial<SearchState>, PlannedRead]>([
  ['one invoice is a hop', {}, 'hop'],
  ['one invoice with just the calls of a hop is a hop', { callsLeft: 2 }, 'hop'],
  ['one invoice with a single call left may lie on the newest page', { callsLeft: 1 }, 'page'],
  ['one invoice that cannot be an anchor is walked for', { hoppable: 0 }, 'page'],
  ['several invoices begin with the newest page', { missing: 2, hoppable: 2 }, 'page'],
  ['a hundred invoices begin with the newest page', { missing: 100, hoppable: 100 }, 'page'],
  [
    'after the newest page, two left over are hops',
    { missing: 2, hoppable: 2, headRead: true, callsLeft: 24 },
    'hop',
  ],
  [
    'as many as the calls just cover are hops',
    { missing: 12, hoppable: 12, headRead: true, callsLeft: 24 },
    'hop',
  ],
  [
    'one more than the calls cover is a walk',
    { missing: 13, hoppable: 13, headRead: true, callsLeft: 24 },
    'page',
  ],
  [
    'after the newest page, none that can be an anchor: a walk',
    { missing: 2, hoppable: 0, headRead: true },
    'page',
  ],
  [
    'one that cannot be an anchor does not stop the other',
    { missing: 2, hoppable: 1, headRead: true },
    'hop',
  ],
  ['nothing missing is the end', { missing: 0, hoppable: 0 }, 'stop'],
  ['a walk that met the end of the list is the end', { headRead: true, walkEnded: true }, 'stop'],
  ['no call left is the end', { callsLeft: 0 }, 'stop'],
  ['no call left is the end of several, too', { missing: 3, hoppable: 3, callsLeft: 0 }, 'stop'],
])('F48 %s', (_, state, read) => {
  expect(planRead({ ...start, ...state })).toBe(read);
});
