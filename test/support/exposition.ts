/** One family of metrics, as Prometheus reads its text. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{([^}]*(?:"[^"]*"[^}]*)*)\\})? (\\S+)$`);

/**
 * Reads version 0.0.4 of the text format as strictly as its description lets: each family once, with HELP and TYPE before its
 * samples, no sample twice, and all of it named as the conventions have it.
 *
 * @throws where any of that is not so
 */
export function parseExposition(text: string): readonly Family[] {
  if (!text.endsWith('\n')) throw new Error('The text does not end with a line.');
  const families = new Map<string, Family & { readonly samples: Sample[] }>();
  let [helped, current] = ['', undefined as (Family & { readonly samples: Sample[] }) | undefined];
  for (const line of text.split('\n').filter(Boolean)) {
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word === 'HELP') helped = name;
    else if (word === 'TYPE') {
      if (helped !== name || families.has(name))
        throw new Error(`${name} has no HELP before it, or is there twice.`);
      current = { name, type: rest, samples: [] };
      families.set(name, current);
    } else if (current) current.samples.push(parseSample(line, current));
    else throw new Error(`No family: ${line}`);
  }
  for (const family of families.values()) checkFamily(family);
  return [...families.values()];
}

function parseSample(line: string, { name: family, type }: Family): Sample {
  const [, name = '', labelText = '', valueText = ''] = SAMPLE.exec(line) ?? [];
  const suffix = name.slice(family.length);
  const allowed = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  if (!name.startsWith(family) || !allowed.includes(suffix)) throw new Error(`Not of ${family}: ${line}`);
  const value = valueText === '+Inf' ? Number.POSITIVE_INFINITY : Number(valueText);
  if (Number.isNaN(value) && valueText !== 'Nan' && valueText !== 'NaN')
    throw new Error(`No number: ${line}`);
  return { name, labels: parseLabels(labelText, line), value };
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  let read = 0;
  for (let match = LABEL.exec(text); match; match = LABEL.exec(text)) {
    const [, name = '', value = ''] = match;
    if (name in labels) throw new Error(`A label twice: ${line}`);
    labels[name] = value;
    read = LABEL.lastIndex;
  }
  if (read !== text.length) throw new Error(`Labels that cannot be read: ${line}`);
  return labels;
}

/** What promtool warns of, and what no scrape would take. */
function checkFamily({ name, type, samples }: Family): void {
  if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`${name} is a ${type}.`);
  if (/_(?:ms|milliseconds|minutes|kb|mb)(?:_|$)/.test(name)) throw new Error(`${name} is in no base unit.`);
  const keys = samples.map((sample) => `${sample.name} ${seriesOf(sample.labels)}`);
  if (new Set(keys).size < keys.length) throw new Error(`${name} has a sample twice.`);
  if (type === 'histogram') checkHistogram(samples);
}

/** Buckets grow, and the last one is the count. */
function checkHistogram(samples: readonly Sample[]): void {
  const series = new Map<string, Sample[]>();
  for (const sample of samples) {
    const labels = Object.entries(sample.labels).filter(([label]) => label !== 'le');
    const key = seriesOf(Object.fromEntries(labels));
    series.set(key, [...(series.get(key) ?? []), sample]);
  }
  for (const [key, all] of series) {
    const buckets = all.filter(({ name }) => name.endsWith('_bucket'));
    const count = all.find(({ name }) => name.endsWith('_count'))?.value;
    const isGrowing = buckets.every(({ value }, index) => value >= (buckets[index - 1]?.value ?? 0));
    const last = buckets.at(-1);
    const hasSum = all.some(({ name }) => name.endsWith('_sum'));
    if (!isGrowing || !hasSum || last?.labels['le'] !== '+Inf' || last.value !== count)
      throw new Error(`The histogram ${key} does not add up.`);
  }
}

function seriesOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort());
}
