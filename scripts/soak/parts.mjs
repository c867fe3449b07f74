import { exporting } from './exports.mjs';
import { fuzz } from './fuzz.mjs';
import { isolation } from './isolation.mjs';
import { largestOperations } from './largest.mjs';
import { memory } from './memory.mjs';
import { walkMerged } from './merged.mjs';
import { neighbour } from './neighbour.mjs';
import { outage } from './outage.mjs';
import { overload } from './overload.mjs';
import { walk } from './walk.mjs';

const CALLS_PER_PAGE_MAX = 1.2;
const SLOPE_PERCENT_MAX = 0.5;

const walking = {
  id: 'O1',
  title: 'A walk over every invoice, one call in ten with a fault',
  bar: 'none lost, none twice, sums exact, no repeat by the client, at most 1.20 calls a page',
  run: async ({ isLong, onProgress }) => {
    const invoices = isLong ? 100_000 : 4000;
    const walks = ['altostrat', 'northflank'];
    const met = { altostrat: 0, northflank: 0 };
    const figures = await walk({
      invoices,
      onProgress: (name, count) => {
        met[name] = count;
        onProgress((met.altostrat + met.northflank) / (2 * invoices));
      },
    });
    const isWhole = ({ lost, duplicated, isExact, repeats, callsPerPage }) =>
      lost + duplicated + repeats === 0 && isExact && callsPerPage <= CALLS_PER_PAGE_MAX;
    const told = walks.flatMap((name) => {
      const { calls, pages, callsPerPage, lost, duplicated, sum, repeats } = figures[name];
      return Object.entries({ calls, pages, callsPerPage, lost, duplicated, sum, repeats }).map(
        ([what, value]) => [`${name} ${what}`, value],
      );
    });
    return {
      figures: Object.fromEntries(told),
      counts: walks.every((name) => isWhole(figures[name])),
      times: true,
    };
  },
};

const merging = {
  id: 'O16',
  title: 'A walk both ways over three accounts of each provider as one list, one call in ten with a fault',
  bar: "exactly the providers' own lists, sorted: none lost, none twice, none out of order",
  run: async ({ isLong, onProgress }) => {
    const figures = await walkMerged({
      invoices: isLong ? 2000 : 150,
      onProgress: (met, all) => onProgress(met / all),
    });
    const isWhole = ({ lost, duplicated, isOracle }) => lost + duplicated === 0 && isOracle;
    const told = Object.entries(figures).flatMap(([way, each]) =>
      Object.entries(each).map(([what, value]) => [`${way} ${what}`, value]),
    );
    return { figures: Object.fromEntries(told), counts: Object.values(figures).every(isWhole), times: true };
  },
};

const remembering = {
  id: 'O5',
  title: 'Ever new documents, accounts, pages and credentials',
  bar: 'heap after a collection grows by at most 0.5 % a round from the third on, within 256 MB',
  run: async ({ isLong, onProgress }) => {
    const rounds = isLong ? 10 : 4;
    const { left, slope } = await memory({
      rounds,
      operations: isLong ? 10_000 : 1000,
      onRound: (round) => onProgress(round / rounds),
    });
    const megabytesByRound = left.map(({ heapBytes }) => heapBytes / 1e6);
    const figures = { slopePercent: slope, megabytes: megabytesByRound.at(-1), megabytesByRound };
    // What is bounded is not full after a short run.
    return { figures, counts: !isLong || slope <= SLOPE_PERCENT_MAX, times: true };
  },
};

/**
 * The long runs, in the order in which they are made. Each has the `id` of its objective, a `title`, the `bar` in words, and
 * `run`, which resolves with its `figures`, whether its `counts` are as they must be, and whether its `times` are.
 */
export const parts = [
  walking,
  merging,
  isolation,
  overload,
  neighbour,
  remembering,
  fuzz,
  largestOperations,
  exporting,
  outage,
];
