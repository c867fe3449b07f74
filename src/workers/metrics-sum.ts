import { AggregatorRegistry, type Registry } from 'prom-client';
import type { HiredWorker } from './hired-worker.js';
import type { Figures } from './messages.js';

/** What only grows, and must not shrink with the end of a process that counted it. */
const GROWING: ReadonlySet<unknown> = new Set(['counter', 'histogram']);

const DEATHS = {
  name: 'billing_worker_deaths_total',
  help: 'Workers that ended without having been told to.',
  type: 'counter',
  aggregator: 'sum',
};

/**
 * The metrics of all workers in one. What a worker counted stays in it when the worker ends: a counter that shrank would be read
 * as one that began anew, and everything in it as counted twice. Of a worker that was killed it is what was read last.
 */
export class MetricsSum {
  #departed: Figures = [];
  #deaths = 0;

  /** For Prometheus, as of now. */
  async text(workers: ReadonlySet<HiredWorker>): Promise<string> {
    await Promise.all([...workers].map(async (worker) => worker.askForFigures()));
    const deaths = { ...DEATHS, values: [{ labels: {}, value: this.#deaths }] };
    // Those that are there now: one that has departed meanwhile is in the sum already.
    const present = [...workers].map(({ figures }) => figures);
    return add([...present, this.#departed, [deaths]]).metrics();
  }

  countDeath(): void {
    this.#deaths += 1;
  }

  /** Keeps what a worker counted. It is no longer among the workers. */
  depart({ figures }: HiredWorker): void {
    const growing = figures.filter((figure) => 'type' in figure && GROWING.has(figure.type));
    this.#departed = add([this.#departed, growing]).getMetricsAsArray();
  }
}

function add(figures: readonly Figures[]): Registry {
  return AggregatorRegistry.aggregate([...figures]);
}
