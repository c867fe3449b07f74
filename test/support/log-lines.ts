import type { Api } from './api.js';
import { until } from './until.js';

/** A line of the log, parsed. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly level: number; readonly msg: string };

/** Pino's numbers for its levels. */
export const [INFO, WARN] = [30, 40];

/** All lines of the log so far. What else was written is left out. */
export function logLines({ output }: Pick<Api, 'output'>): readonly LogLine[] {
  const lines = output().split('\n');
  return lines.flatMap((line) => (/^\{.*\}$/.test(line) ? [JSON.parse(line) as LogLine] : []));
}

/** The one line that tells of the request with this id, once it is there. Its times are left out. */
export async function lineOf(api: Pick<Api, 'output'>, requestId: string): Promise<LogLine> {
  const find = (): LogLine[] =>
    logLines(api).filter((line) => line.msg === 'request' && line['requestId'] === requestId);
  await until(() => find().length > 0);
  const [line, ...more] = find();
  if (!line || more.length > 0) throw new Error(`${requestId} has several lines.`);
  return withoutTimes(line);
}

/** The line with all that a clock has written left out, in it and in what it lists. */
export function withoutTimes(line: LogLine): LogLine {
  const isTime = (name: string): boolean => ['time', 'durationMs'].includes(name);
  return JSON.parse(
    JSON.stringify(line, (name, value: unknown) => (isTime(name) ? undefined : value)),
  ) as LogLine;
}
