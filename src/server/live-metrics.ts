import { Counter, Gauge, type Registry } from 'prom-client';
import type { PollOutcome } from '../events/account-watch.js';
import type { InvoiceChangeCause } from '../events/diff-heads.js';
import type { LiveCounts } from '../events/live-invoices.js';

/** What became of a webhook: news, news that were known, nothing that concerns us, or not genuine. */
export type WebhookOutcome = 'taken' | 'repeated' | 'ignored' | 'refused';

/** Figures of the streams and of what is done for them. */
export class LiveMetrics {
  readonly #streams: Gauge;
  readonly #pollers: Gauge;
  readonly #polls: Counter<'outcome'>;
  readonly #events: Counter<'cause'>;
  readonly #webhooks: Counter<'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#streams = new Gauge({
      name: 'billing_live_streams',
      help: 'Streams of events that are open.',
      registers,
    });
    this.#pollers = new Gauge({
      name: 'billing_live_pollers',
      help: 'Accounts that are looked at for streams, each for one credential.',
      registers,
    });
    this.#polls = new Counter({
      name: 'billing_live_polls_total',
      help: 'Looks at the head of a list for streams, by outcome; each is among the upstream calls, unless it was refused here.',
      labelNames: ['outcome'],
      registers,
    });
    this.#events = new Counter({
      name: 'billing_live_events_total',
      help: 'Changes that were seen, by cause, however many streams were told of them.',
      labelNames: ['cause'],
      registers,
    });
    this.#webhooks = new Counter({
      name: 'billing_live_webhooks_total',
      help: 'Webhooks by outcome: taken, repeated, ignored, refused.',
      labelNames: ['outcome'],
      registers,
    });
  }

  show({ streams, pollers }: LiveCounts): void {
    this.#streams.set(streams);
    this.#pollers.set(pollers);
  }

  countPoll(outcome: PollOutcome): void {
    this.#polls.inc({ outcome });
  }

  countEvent(cause: InvoiceChangeCause): void {
    this.#events.inc({ cause });
  }

  countWebhook(outcome: WebhookOutcome): void {
    this.#webhooks.inc({ outcome });
  }
}
