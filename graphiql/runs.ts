/** One upstream call, as `extensions.cost.calls` tells it. */
export interface MadeCall {
  provider: string;
  route: string;
  rows?: number;
  attempt?: number;
  why?: string;
  status: number | null;
  durationMs: number | null;
}

/** What an answer's `extensions.cost` says; absent where the server does not tell. */
export interface Cost {
  predictedCalls: number;
  actualCalls: number;
  callsLimit: number;
  calls?: MadeCall[];
}

/** One run of an operation: what it took, for whoever reads the result. */
export interface Run {
  /** By the header `x-upstream-calls`; null: it came to no operation. */
  upstreamCalls: number | null;
  /** From sending to the last byte, as the browser saw it. */
  durationMs: number;
  cost?: Cost | undefined;
  /** Headers that were missed, since their token had been left empty. */
  missedHeaders: string[];
  /** The result as it is shown: what it took says nothing of any other. */
  response: string;
}

/** The last run of each tab. A result goes to the tab that is open when it comes, and so does its run. */
export class Runs {
  #runs = new Map<string, Run>();
  #listeners = new Set<() => void>();
  /** The id of the open tab. */
  openTab = '';

  /** @param run undefined: one has begun, and what the last one took is over */
  note(run: Run | undefined): void {
    const runs = new Map(this.#runs);
    if (run) runs.set(this.openTab, run);
    else runs.delete(this.openTab);
    this.#runs = runs;
    for (const listener of this.#listeners) listener();
  }

  readonly read = (): ReadonlyMap<string, Run> => this.#runs;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** "2 upstream calls, 34 ms" */
export function toSummary({ upstreamCalls, durationMs }: Run): string {
  const time = `${Math.round(durationMs)} ms`;
  return upstreamCalls === null ? `no operation, ${time}` : `${countCalls(upstreamCalls)}, ${time}`;
}

export function countCalls(calls: number): string {
  return calls === 1 ? '1 upstream call' : `${calls} upstream calls`;
}
