import type { DestinationStream } from 'pino';

/** What a terminal shows for each of pino's levels: colour and word. */
const LEVELS: ReadonlyMap<unknown, readonly [number, string]> = new Map([
  [10, [90, 'trace']],
  [20, [34, 'debug']],
  [30, [32, 'info ']],
  [40, [33, 'warn ']],
  [50, [31, 'error']],
  [60, [31, 'fatal']],
]);

/** Takes lines of JSON, and writes them for people: `12:03:07.214 info  request route=/graphql status=200`. */
export function toPrettyLog(destination: DestinationStream): DestinationStream {
  return {
    write: (text) => {
      destination.write(text.split('\n').map(toPrettyLine).join('\n'));
    },
  };
}

function toPrettyLine(line: string): string {
  const parsed = line === '' ? undefined : parseLine(line);
  if (!parsed) return line;
  const { level, time, msg, ...members } = parsed;
  const [colour, word] = LEVELS.get(level) ?? [37, String(level)];
  const shown = Object.entries(members).map(([name, value]) => dim(`${name}=`) + toShown(value));
  return [
    dim(String(time).slice(11, 23)),
    paint(colour, word),
    typeof msg === 'string' ? msg : '',
    ...shown,
  ].join(' ');
}

/** Undefined: it is no line of the log's. */
function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Text as it is, but for what a terminal would obey; a stack on lines of its own. */
function toShown(value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  const { stack } = (value ?? {}) as { stack?: unknown };
  if (typeof stack !== 'string') return JSON.stringify(value);
  return `\n${stack.replace(/[^\x20-\x7e\n]/g, '?')}`;
}

function dim(text: string): string {
  return paint(90, text);
}

function paint(colour: number, text: string): string {
  return `\u001b[${colour}m${text}\u001b[0m`;
}
