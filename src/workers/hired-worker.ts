import type { Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Figures, FromWorker, ToWorker } from './messages.js';

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A worker that does not say its figures by then is counted with those that it said last. */
const FIGURES_MS = 1000;

/** One worker, as the process that started it knows it. */
export class HiredWorker {
  readonly id: number;
  readonly pid: number | undefined;
  /** Its base URL, once it answers there. Rejects with the reason why it never will. */
  readonly listening: Promise<string>;
  /** Comes with its last word, once the process is gone. */
  readonly ended: Promise<End>;
  readonly #worker: Worker;
  #figures: Figures = [];
  #isListening = false;
  #questions = 0;
  readonly #answered = new Map<number, () => void>();

  constructor(worker: Worker) {
    this.#worker = worker;
    this.id = worker.id;
    this.pid = worker.process.pid;
    this.ended = waitForEnd(worker);
    this.listening = this.#waitToListen();
    // Whoever does not wait for it learns of the end.
    this.listening.catch(() => undefined);
    this.hear((message) => {
      if (message.is === 'listening') this.#isListening = true;
      if (message.is !== 'figures') return;
      this.#figures = message.figures;
      if (message.question !== undefined) this.#answered.get(message.question)?.();
    });
  }

  /** Whether it answers requests, and does what it is told. */
  get isListening(): boolean {
    return this.#isListening;
  }

  /** What it counted, as far as it said. */
  get figures(): Figures {
    return this.#figures;
  }

  /** Calls `onMessage` with whatever it says. */
  hear(onMessage: (message: FromWorker) => void): void {
    this.#worker.on('message', onMessage);
  }

  tell(message: ToWorker): void {
    // One that is gone is told nothing, and its end is told to us.
    if (this.#worker.isConnected()) this.#worker.send(message, () => undefined);
  }

  /** Resolves once `figures` are those of now, or it does not say them. */
  async askForFigures(): Promise<void> {
    if (!this.#worker.isConnected()) return;
    const question = (this.#questions += 1);
    const answer = new Promise<void>((resolve) => this.#answered.set(question, resolve));
    this.tell({ is: 'asking for figures', question });
    await Promise.race([answer, this.ended, wait(FIGURES_MS, undefined, { ref: false })]);
    this.#answered.delete(question);
  }

  /** Ends it at once. */
  kill(): void {
    this.#worker.process.kill('SIGKILL');
  }

  async #waitToListen(): Promise<string> {
    const said = new Promise<string>((resolve, reject) => {
      this.hear((message) => {
        if (message.is === 'listening') resolve(message.url);
        if (message.is === 'failed') reject(new Error(message.why));
      });
    });
    const ended = this.ended.then((end) => {
      throw new Error(`A worker ended ${toText(end)} before it answered`);
    });
    return Promise.race([said, ended]);
  }
}

/** `with code 1`, `by SIGKILL`. */
export function toText({ code, signal }: End): string {
  return signal === null ? `with code ${code}` : `by ${signal}`;
}

/** What it said last comes before the end of its connection, and may come after that of the process. */
async function waitForEnd(worker: Worker): Promise<End> {
  const disconnected = once(worker, 'disconnect');
  const [code, signal] = (await once(worker, 'exit')) as [number | null, string | null];
  await disconnected;
  return { code, signal };
}
