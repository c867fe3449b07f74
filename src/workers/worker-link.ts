import type { Worker } from 'node:cluster';
import type { Figures, FromWorker, ToWorker } from './messages.js';

/** What a worker does when it is told to. */
export interface WorkerDuties {
  readonly stop: () => void;
  readonly makeWay: () => void;
  /** The process that started it is gone. */
  readonly onOrphaned: () => void;
}

interface Asking {
  readonly resolve: (text: string) => void;
  readonly reject: (fault: Error) => void;
}

/** A worker's end of its connection to the process that started it. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #figures: () => Promise<Figures>;
  readonly #asking = new Map<number, Asking>();
  #questions = 0;
  #isLeaving = false;

  constructor(worker: Worker, figures: () => Promise<Figures>) {
    this.#worker = worker;
    this.#figures = figures;
  }

  /** Says something; resolves once it is on its way. */
  async tell(message: FromWorker): Promise<void> {
    await new Promise<void>((resolve) => this.#worker.send(message, () => resolve()));
  }

  /** Does what it is told from now on. Before, the end of the other process is its own. */
  obey({ stop, makeWay, onOrphaned }: WorkerDuties): void {
    const worker = this.#worker;
    worker.on('message', (message: ToWorker) => {
      if (message.is === 'stop') stop();
      else if (message.is === 'make way') makeWay();
      else if (message.is === 'metrics')
        this.#take(message.question, (asking) => asking.resolve(message.text));
      else void this.#tellFigures(message.question);
    });
    worker.on('disconnect', () => {
      // Node would end this process at once, and what it runs with it.
      worker.exitedAfterDisconnect = true;
      for (const question of this.#asking.keys()) {
        this.#take(question, (asking) => asking.reject(new Error('The process of the workers is gone.')));
      }
      if (!this.#isLeaving) onOrphaned();
    });
  }

  /** The metrics of all workers, for Prometheus. Rejects where the process that has them is gone. */
  async readMetrics(): Promise<string> {
    const question = (this.#questions += 1);
    return new Promise<string>((resolve, reject) => {
      this.#asking.set(question, { resolve, reject });
      this.#worker.send({ is: 'asking for metrics', question } satisfies FromWorker, (fault) => {
        if (fault) this.#take(question, (asking) => asking.reject(fault));
      });
    });
  }

  /** Says its last figures and takes leave, after which nothing of it keeps the process alive. */
  async leave(): Promise<void> {
    if (!this.#worker.isConnected()) return;
    await this.#tellFigures();
    this.#isLeaving = true;
    this.#worker.disconnect();
  }

  async #tellFigures(question?: number): Promise<void> {
    await this.tell({ is: 'figures', question, figures: await this.#figures() });
  }

  #take(question: number, settle: (asking: Asking) => void): void {
    const asking = this.#asking.get(question);
    this.#asking.delete(question);
    if (asking) settle(asking);
  }
}
