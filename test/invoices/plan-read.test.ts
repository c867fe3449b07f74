import { planRead, type PlannedRead, type SearchState } from '../../src/invoices/plan-read.js';

/** One invoice is wanted, of a provider that has neither a call by id nor anchors. */
const start: SearchState = {
  missing: 1,
  askable: 0,
  hoppable: 0,
  pagesRead: 0,
  lastPageFound: 0,
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
  ['after the newest page, two left over are hops', { ...hops(2), ...headRead }, 'hop'],
  ['after the newest page, two left over are asked for by id', { ...ids(2), ...headRead }, 'ids'],
  ['as many as the calls just cover are hops', { ...hops(12), ...headRead }, 'hop'],
  ['as many as the calls just cover are asked for by id', { ...ids(24), ...headRead }, 'ids'],
  ['one more than the calls cover is a walk', { ...hops(13), ...headRead }, 'page'],
  ['one more by id than the calls cover is a walk', { ...ids(25), ...headRead }, 'page'],
  [
    'a page that found as many as a hop does ends the walk',
    { ...hops(2), ...headRead, lastPageFound: 2 },
    'hop',
  ],
  ['a page that found more leads to the next', { ...hops(2), ...headRead, lastPageFound: 3 }, 'page'],
  [
    'a page that found as many as a call by id does ends the walk',
    { ...ids(2), ...headRead, lastPageFound: 1 },
    'ids',
  ],
  ['a page that found two leads to the next', { ...ids(2), ...headRead, lastPageFound: 2 }, 'page'],
  ['half of too few calls walk', { ...hops(13), pagesRead: 12, callsLeft: 13 }, 'page'],
  ['the other half hop', { ...hops(13), pagesRead: 13, callsLeft: 12 }, 'hop'],
  ['the other half ask by id', { ...ids(13), pagesRead: 13, callsLeft: 12 }, 'ids'],
  ['the last call is no hop', { ...hops(2), pagesRead: 13, callsLeft: 1 }, 'page'],
  ['after the newest page, none that can be an anchor: a walk', { missing: 2, ...headRead }, 'page'],
  ['one that cannot be an anchor does not stop the other', { missing: 2, hoppable: 1, ...headRead }, 'hop'],
  ['nothing missing is the end', hops(0), 'stop'],
  ['a walk that met the end of the list is the end', { ...hops(1), ...headRead, walkEnded: true }, 'stop'],
  ['no call left is the end', { ...hops(1), callsLeft: 0 }, 'stop'],
  ['no call left is the end of several, too', { ...ids(3), callsLeft: 0 }, 'stop'],
])('F48 %s', (_, state, read) => {
  expect(planRead({ ...start, ...state })).toBe(read);
});
