import DataLoader from 'dataloader';
import { DetailBudget, type DetailNeed, type SpareCalls } from './detail-budget.js';

/** Shares the calls of one operation among its lists. Each plans once, and settles once its rows are read. */
export interface DetailLoader {
  /** How many rows the list can have; answered when all lists that begin together have said what they want. */
  plan(need: DetailNeed): Promise<number>;
  /** How many of the rows that turned out to cost a call are paid for. */
  settle(need: DetailNeed, rows: number): number;
}

export function createDetailLoader(calls: SpareCalls): DetailLoader {
  const budget = new DetailBudget(calls);
  const planned = new DataLoader<DetailNeed, number>(
    async (needs) => needs.map((need) => budget.affordable(need)),
    { cache: false },
  );
  return {
    plan: async (need) => {
      budget.open(need);
      return planned.load(need);
    },
    settle: (need, rows) => budget.settle(need, rows),
  };
}
