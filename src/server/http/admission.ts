import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Metrics } from '../metrics.js';
import { AdmissionLimit } from './admission-limit.js';
import { toHeaders, toText, type Refusal } from './refusal.js';
import { toRequestId } from './request-id.js';

/** Shorter than any turn that matters, so that it comes once in each of those. */
const TICK_MS = 5;
/** With fewer operations under way nobody needs to look. */
const WATCHED_MIN = 16;

const overloaded: Refusal = {
  status: 503,
  code: 'OVERLOADED',
  message: 'This server has as much to do as it can. Nothing was done; ask again in a moment.',
  retryable: true,
  headers: { 'retry-after': '1' },
};

const ID = 'the id';
/** What comes before the id, and after it. */
const textParts = toText(overloaded, ID).split(ID);
const fixedHeaders = Object.entries(toHeaders(overloaded, ID))
  .filter(([name]) => name !== 'x-request-id')
  .flat();

/** Answered whatever else there is to do. */
const ALWAYS: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz', '/metrics']);

/** What is admitted, and who is told of what is not. */
export interface AdmissionOptions {
  /** Most operations under way. */
  readonly operationsMax: number;
  readonly metrics: Metrics;
}

/**
 * The outermost step of a request: where more is under way than can be done in time, it is refused before anything of it is
 * read, so that what was admitted is answered as fast as ever.
 */
export class Admission {
  readonly #limit: AdmissionLimit;
  readonly #metrics: Metrics;
  #underWay = 0;
  #watch: NodeJS.Timeout | undefined;

  constructor({ operationsMax, metrics }: AdmissionOptions) {
    this.#limit = new AdmissionLimit(operationsMax);
    this.#metrics = metrics;
    metrics.gaugeRequests(() => this.#underWay);
  }

  /** Admits or refuses whatever comes to `next`. */
  guard(next: RequestListener): RequestListener {
    return (message, response) => {
      if (ALWAYS.has(message.url)) return next(message, response);
      if (this.#underWay >= this.#limit.value) return this.#refuse(message, response);
      this.#underWay += 1;
      if (this.#underWay >= WATCHED_MIN && !this.#watch) this.#beginWatch();
      response.on('close', this.#end);
      return next(message, response);
    };
  }

  /** As long as there is anything to see, the length of each turn of the event loop is looked at. */
  #beginWatch(): void {
    let lastMs = performance.now();
    const watch = setInterval(() => {
      const nowMs = performance.now();
      this.#limit.adapt(nowMs - lastMs, this.#underWay);
      lastMs = nowMs;
      if (this.#underWay >= WATCHED_MIN || !this.#limit.isOpen) return;
      clearInterval(watch);
      this.#watch = undefined;
    }, TICK_MS).unref();
    this.#watch = watch;
  }

  /** The response goes on as a stream, which is nothing to do as long as there is nothing to tell. */
  release(response: ServerResponse): void {
    if (!response.listeners('close').includes(this.#end)) return;
    response.off('close', this.#end);
    this.#end();
  }

  readonly #end = (): void => {
    this.#underWay -= 1;
  };

  /** It has to take far less than what it saves, so that all but the id is written once for all. */
  #refuse({ headers }: IncomingMessage, response: ServerResponse): void {
    const id = toRequestId(headers['x-request-id'], randomUUID);
    const text = textParts.join(id);
    response.writeHead(overloaded.status, [
      ...fixedHeaders,
      'x-request-id',
      id,
      'content-length',
      text.length,
    ]);
    response.end(text, 'latin1');
    this.#metrics.countOverload();
  }
}
