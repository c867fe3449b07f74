import { planIds, planRead, type PlannedRead, type SearchState } from '../../src/lists/plan-read.js';

/** One invoice is wanted, of a provider that has neither a call by id nor anchors. */
const start: SearchState = {
  missing: 1,
  askable: 0,
  hoppable: 0,
  pagesRead: 0,
  lastPageFound: 0,
  callsOneByOne: 0,
  walkEnded: false,
  callsLeft: 25,
  prefersIds: false,
};
const hops = (missing: number): Partial<SearchState> => ({ missing, hoppable: missing });
const ids = (missing: number): Partial<SearchState> => ({ missing, askable: missing });
const headRead = { pagesRead: 1, callsLeft: 24 };

test.each<[string, Partial<SearchState>, PlannedRead]>([
  ['one invoice is a hop', hops(1), 'hop'],
  ['one invoice with just the calls of a hop is a hop', { ...hops(1), callsLeft: 2 }, 'hop'],
  ['one invoice with one call left may lie on the newest page', { ...hops(1), callsLeft: 1 }, 'page'],
  ['one invoice that cannot be an anchor is walked for', {}, 'page'],
  ['one invoice that has a call by id is asked for by it', { ...ids(1), callsLeft: 1 }, 'ids'],
  ['a call by id comes before a hop', { ...ids(1), hoppable: 1 }, 'ids'],
  ['several invoices begin with the newest page', hops(2), 'page'],
  ['several invoices that have calls by id begin with the newest page', ids(2), 'page'],
  ['unless each would then cost its call all the same', { ...ids(25), prefersIds: true }, 'ids'],
  ['which more of them than calls cannot have', { ...ids(26), prefersIds: true }, 'page'],
  ['and hops never save', { ...hops(2), prefersIds: true }, 'page'],
  ['one that the newest page has not is a hop', { ...hops(1), ...headRead, lastPageFound: 99 }, 'hop'],
  ['several that the newest page has not: a hop has its turn', { ...hops(9), ...headRead }, 'hop'],
  ['several that the newest page has not: ids have their turn', { ...ids(9), ...headRead }, 'ids'],
  ['after the calls of a hop, the walk has its turn', { ...hops(9), pagesRead: 2, callsOneByOne: 2 }, 'page'],
  ['after as many pages, the next hop', { ...hops(9), pagesRead: 3, callsOneByOne: 2 }, 'hop'],
  [
    'a page that found as many as a hop does leads to no other',
    { ...hops(2), ...headRead, lastPageFound: 2 },
    'hop',
  ],
  ['a page that found more leads to the next', { ...hops(2), ...headRead, lastPageFound: 3 }, 'page'],
  [
    'a page that found as many as a call by id does leads to no other',
    { ...ids(2), ...headRead, lastPageFound: 1 },
    'ids',
  ],
  ['a page that found two leads to the next', { ...ids(2), ...headRead, lastPageFound: 2 }, 'page'],
  ['fewer calls than all hops need walk first', { ...hops(13), ...headRead }, 'page'],
  ['the other half of them hop', { ...hops(13), pagesRead: 13, callsLeft: 12 }, 'hop'],
  ['the other half of them ask by id', { ...ids(13), pagesRead: 13, callsLeft: 12 }, 'ids'],
  [
    'with a call to spare, the walk has its turn',
    { ...ids(9), pagesRead: 1, callsOneByOne: 1, callsLeft: 10 },
    'page',
  ],
  ['without one, it has not', { ...ids(9), pagesRead: 1, callsOneByOne: 1, callsLeft: 9 }, 'ids'],
  ['the last call is no hop', { ...hops(2), ...headRead, callsLeft: 1 }, 'page'],
  ['none that can be an anchor: a walk', { missing: 2, ...headRead }, 'page'],
  [
    'one that can only be walked for has the calls that the other leaves',
    { missing: 2, hoppable: 1, ...headRead, callsLeft: 3 },
    'page',
  ],
  ['and no more than these', { missing: 2, hoppable: 1, ...headRead, callsLeft: 2 }, 'hop'],
  ['nothing missing is the end', hops(0), 'stop'],
  ['a walk that met the end of the list is the end', { ...hops(1), ...headRead, walkEnded: true }, 'stop'],
  ['no call left is the end', { ...hops(1), callsLeft: 0 }, 'stop'],
  ['no call left is the end of several, too', { ...ids(3), callsLeft: 0 }, 'stop'],
])('F48 %s', (_, state, read) => {
  expect(planRead({ ...start, ...state })).toBe(read);
});

test.each<[string, Partial<SearchState>, number]>([
  ['as many as pages were read since', { ...ids(12), pagesRead: 3, callsLeft: 20, callsOneByOne: 1 }, 2],
  ['one at least', { ...ids(12), callsLeft: 20 }, 1],
  ['all, where no call is to spare', { ...ids(24), ...headRead }, 24],
  ['all, where their details are wanted', { ...ids(12), prefersIds: true }, 12],
  ['never more than there are calls', { ...ids(25), pagesRead: 13, callsLeft: 12 }, 12],
])('F48 asked for by id at once: %s', (_, state, count) => {
  expect(planIds({ ...start, ...state })).toBe(count);
});
