/** A list whose rows may each cost a call beside their page's. */
export interface DetailNeed {
  /** Names the list; windows of it that contain each other have the same name and share their rows. */
  readonly list: string;
  /** Rows that were asked for. */
  readonly rows: number;
  /** Rows that one call gives. */
  readonly pageMax: number;
}

/** The calls that one operation may still make, less those that are kept for somebody. */
export interface SpareCalls {
  left(): number;
  /** Keeps calls for rows whose details are still to be read. */
  reserve(calls: number): void;
}

/** One for its page, one for its details. */
const CALLS_FOR_ONE_ROW = 2;

/** A list that is being read: how many of its rows are asked for and paid for, by how many windows. */
interface OpenList {
  need: DetailNeed;
  windows: number;
  paid: number;
}

/**
 * Shares the calls of one operation among the lists whose rows cost one each. A list is open from its beginning
 * until its rows are read; those that are open divide what is left evenly.
 */
export class DetailBudget {
  readonly #open = new Map<string, OpenList>();

  constructor(private readonly calls: SpareCalls) {}

  open(need: DetailNeed): void {
    const list = this.#open.get(need.list) ?? { need, windows: 0, paid: 0 };
    this.#open.set(need.list, list);
    list.windows += 1;
    if (need.rows > list.need.rows) list.need = need;
  }

  /** How many rows of the window, pages included, the list's share pays for. */
  affordable(need: DetailNeed): number {
    const share = this.#shareOf(need.list, CALLS_FOR_ONE_ROW, (each) => callsFor(each.rows, each.pageMax));
    return affordableRows(need, share);
  }

  /** Pays for the details of as many rows as the list's share allows, and ends the window. Returns how many. */
  settle({ list: name }: DetailNeed, rows: number): number {
    const list = this.#open.get(name);
    if (!list) return 0;
    const more = Math.min(
      rows - list.paid,
      this.#shareOf(name, 1, (each) => each.rows),
    );
    if (more > 0) {
      this.calls.reserve(more);
      list.paid += more;
    }
    list.windows -= 1;
    if (list.windows === 0) this.#open.delete(name);
    return Math.min(rows, list.paid);
  }

  #shareOf(name: string, least: number, want: (need: DetailNeed) => number): number {
    const wants = [...this.#open.values()].map(({ need }) => want(need));
    const shares = divide(Math.max(0, this.calls.left()), wants, least);
    return shares[[...this.#open.keys()].indexOf(name)] ?? 0;
  }
}

/**
 * Divides evenly; what a small want leaves over goes to the larger ones. A share of less than `least` is of no use, so
 * where there is not enough for all, the first ones get theirs. Returns one share for each want.
 */
export function divide(total: number, wants: readonly number[], least = 1): readonly number[] {
  const shares = wants.map(() => 0);
  let left = total;
  const served = [...wants.entries()].slice(0, Math.floor(total / least));
  const smallestFirst = served.sort(([, a], [, b]) => a - b);
  for (const [turn, [index, want]] of smallestFirst.entries()) {
    const share = Math.min(want, Math.floor(left / (served.length - turn)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

/** Most rows, up to those asked for, that `calls` fill with their details, their pages included. */
export function affordableRows({ rows, pageMax }: DetailNeed, calls: number): number {
  let affordable = Math.min(rows, calls);
  while (affordable > 0 && callsFor(affordable, pageMax) > calls) affordable -= 1;
  return affordable;
}

function callsFor(rows: number, pageMax: number): number {
  return Math.ceil(rows / pageMax) + rows;
}
