import type { Cluster } from 'node:cluster';
import type { Logger } from 'pino';
import { Deaths } from './deaths.js';
import { HiredWorker, toText } from './hired-worker.js';
import type { FromWorker, ToWorker } from './messages.js';
import { MetricsSum } from './metrics-sum.js';

export interface SupervisorOptions {
  readonly cluster: Cluster;
  /** How many workers there are to be. */
  readonly count: number;
  /** What they find in their environment, beside that of this process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
  readonly monotonicMs: () => number;
  /** A worker that has been told to end, and has not after this long, is killed. */
  readonly endMsMax: number;
  /** Workers die faster than it makes sense to start others. */
  readonly onHopeless: (why: string) => void;
}

/**
 * Keeps several processes at one port. It takes no request itself: connections are dealt to the workers in turn. One that dies is
 * replaced; all end together, or make way for others one after the other.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  /** All that have not ended. */
  readonly #workers = new Set<HiredWorker>();
  /** Those of them that have not been told to end, and are not about to of themselves. */
  readonly #staying = new Set<HiredWorker>();
  readonly #metrics = new MetricsSum();
  readonly #deaths: Deaths;
  #hasStarted = false;
  #isStopping = false;
  #restarting: Promise<void> | undefined;
  #onComplete: (() => void) | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#deaths = new Deaths(options.count);
    const { cluster } = options;
    // Left to the system, most connections would go to a few of the processes.
    cluster.schedulingPolicy = cluster.SCHED_RR;
  }

  /**
   * Resolves with the base URL once all workers answer there. The first one goes ahead: rejects where that cannot start, for
   * then none can.
   */
  async start(): Promise<string> {
    const url = await this.#hire().listening;
    this.#hasStarted = true;
    const complete = new Promise<void>((resolve) => (this.#onComplete = resolve));
    this.#fill();
    this.#checkComplete();
    await complete;
    return url;
  }

  /** Puts another process in the place of each worker, one after the other. Nothing is refused meanwhile. */
  async restart(): Promise<void> {
    this.#restarting ??= this.#replaceAll().finally(() => (this.#restarting = undefined));
    return this.#restarting;
  }

  /** Has all workers finish what runs. Resolves once they are gone, with whether each came to its end by itself. */
  async stop(): Promise<boolean> {
    this.#isStopping = true;
    this.#staying.clear();
    const ends = [...this.#workers].map(async (worker) => {
      if (worker.isListening) return this.#end(worker, { is: 'stop' });
      worker.kill();
      await worker.ended;
      return true;
    });
    return (await Promise.all(ends)).every(Boolean);
  }

  #hire(): HiredWorker {
    const { cluster, environment, logger } = this.#options;
    const worker = new HiredWorker(cluster.fork(environment));
    this.#workers.add(worker);
    this.#staying.add(worker);
    worker.hear((message) => this.#hear(worker, message));
    void worker.ended.then((end) => {
      this.#workers.delete(worker);
      this.#metrics.depart(worker);
      if (this.#staying.has(worker) && this.#hasStarted) this.#bury(worker, toText(end));
      else if (this.#hasStarted) logger.info({ ...named(worker), ...end }, 'worker ended');
    });
    return worker;
  }

  #hear(worker: HiredWorker, message: FromWorker): void {
    if (message.is === 'listening') {
      this.#options.logger.info(named(worker), 'worker listens');
      this.#checkComplete();
    }
    if (message.is === 'crashed' && this.#staying.has(worker)) this.#bury(worker, 'for a fault of its own');
    if (message.is === 'asking for metrics') void this.#tellMetrics(worker, message.question);
  }

  async #tellMetrics(worker: HiredWorker, question: number): Promise<void> {
    worker.tell({ is: 'metrics', question, text: await this.#metrics.text(this.#workers) });
  }

  #checkComplete(): void {
    const listening = [...this.#staying].filter(({ isListening }) => isListening);
    if (listening.length >= this.#options.count) this.#onComplete?.();
  }

  #fill(): void {
    while (!this.#isStopping && this.#staying.size < this.#options.count) this.#hire();
  }

  /** It has ended without having been told to, or will in a moment. */
  #bury(worker: HiredWorker, how: string): void {
    const { logger, monotonicMs, onHopeless } = this.#options;
    this.#staying.delete(worker);
    this.#metrics.countDeath();
    logger.error({ ...named(worker), how }, 'worker died');
    const after = this.#deaths.add(monotonicMs());
    if (after.is === 'replace') setTimeout(() => this.#fill(), after.delayMs);
    else onHopeless(`${after.deaths} of its workers died within a minute, the last ${how}`);
  }

  async #replaceAll(): Promise<void> {
    const { logger } = this.#options;
    for (const old of [...this.#staying]) {
      if (!this.#staying.has(old)) continue;
      try {
        await this.#hire().listening;
      } catch (fault) {
        logger.error({ err: fault }, 'rolling restart given up');
        return;
      }
      if (this.#isStopping) return;
      this.#staying.delete(old);
      this.#fill();
      await this.#end(old, { is: 'make way' });
    }
    logger.info('rolling restart done');
  }

  /** Whether it ended by itself, and well. */
  async #end(worker: HiredWorker, order: ToWorker): Promise<boolean> {
    const killing = setTimeout(() => worker.kill(), this.#options.endMsMax);
    worker.tell(order);
    const { code } = await worker.ended;
    clearTimeout(killing);
    return code === 0;
  }
}

function named({ id, pid }: HiredWorker): { readonly worker: number; readonly pid: number | undefined } {
  return { worker: id, pid };
}
