import type { Metric, Registry } from 'prom-client';

/** Observations of one set of label values. */
class Tally {
  readonly counts: Float64Array;
  sum = 0;
  count = 0;

  constructor(
    readonly labelValues: readonly string[],
    private readonly bounds: readonly number[],
  ) {
    this.counts = new Float64Array(bounds.length);
  }

  observe(value: number): void {
    const { bounds } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket += 1;
    if (bucket < bounds.length) this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sum += value;
    this.count += 1;
  }
}

interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export interface TallyHistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** Upper bounds, ascending. */
  readonly buckets: readonly number[];
  readonly registry: Registry;
}

/**
 * A histogram for Prometheus that counts plain numbers, and is asked for its samples when somebody reads the metrics.
 * The library's own sorts and joins the labels at each observation, which takes as long as reading a small answer.
 */
export class TallyHistogram {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly help: string;
  readonly #options: TallyHistogramOptions;
  readonly #tallies = new Map<string, Tally>();

  constructor(options: TallyHistogramOptions) {
    this.#options = options;
    this.name = options.name;
    this.help = options.help;
    // It has all that the registry asks of a metric.
    options.registry.registerMetric(this as unknown as Metric);
  }

  /** `labelValues` are in the order of the names, and come from closed lists, for each set of them is kept. */
  observe(value: number, ...labelValues: readonly string[]): void {
    const key = labelValues.join('\n');
    let tally = this.#tallies.get(key);
    if (!tally) this.#tallies.set(key, (tally = new Tally(labelValues, this.#options.buckets)));
    tally.observe(value);
  }

  /** As the library's registry reads a metric. */
  async get(): Promise<object> {
    const { name, help, type, aggregator } = this;
    return {
      name,
      help,
      type,
      aggregator,
      values: [...this.#tallies.values()].flatMap((tally) => this.#samples(tally)),
    };
  }

  #samples({ labelValues, counts, sum, count }: Tally): readonly Sample[] {
    const { name, labelNames, buckets } = this.#options;
    const labels = Object.fromEntries(labelNames.map((label, index) => [label, labelValues[index] ?? '']));
    let below = 0;
    return [
      ...buckets.map((le, index) => {
        below += counts[index] ?? 0;
        return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below };
      }),
      { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}
