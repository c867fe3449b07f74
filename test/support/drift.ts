import type { Api } from './api.js';

/** What the server's metrics count as drift, as `PROVIDER object kind`. */
export type DriftCounts = Readonly<Record<string, number>>;

/** A line of the log about drift, without level and time. */
export interface DriftLine {
  readonly provider: string;
  readonly object: string;
  readonly kind: string;
  readonly name?: string;
}

export async function readDrift({ url }: Api): Promise<DriftCounts> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const samples = text.matchAll(/^billing_provider_drift_total\{(.*)\} (\d+)$/gm);
  return Object.fromEntries(
    Array.from(samples, ([, labels = '', count]) => {
      const values = Array.from(labels.matchAll(/(\w+)="([^"]*)"/g), ([, name, value]) => [name, value]);
      const { provider, object, kind } = Object.fromEntries(values) as Record<string, string>;
      return [`${provider} ${object} ${kind}`, Number(count)];
    }),
  );
}

/** By how much each of the counts has grown, where it has. */
export function driftSince(before: DriftCounts, after: DriftCounts): DriftCounts {
  const grown = Object.entries(after).map(([what, count]) => [what, count - (before[what] ?? 0)] as const);
  return Object.fromEntries(grown.filter(([, count]) => count > 0));
}

/** The lines about drift, once all has been written that was logged before. */
export async function driftLines(api: Api): Promise<readonly DriftLine[]> {
  const requestId = `drift-${Math.random().toString(36).slice(2)}`;
  await api.ask('{ __typename }', { headers: { 'x-request-id': requestId } });
  while (!api.output().includes(requestId)) await new Promise((resolve) => setTimeout(resolve, 5));
  return api
    .output()
    .split('\n')
    .filter((line) => line.includes('"provider drift"'))
    .map((line) => {
      const { provider, object, kind, name } = JSON.parse(line) as DriftLine;
      return { provider, object, kind, ...(name !== undefined && { name }) };
    });
}
