import { pino, type DestinationStream, type Logger } from 'pino';

const SECRETS: readonly (readonly [RegExp, string])[] = [
  // An Authorization value, however it came into a line: its blank may be escaped for JSON or for an address.
  [/Bearer(?:\s|\\[tnr]|%20|\+)+[^\s"\\,;&]+/gi, '[redacted]'],
  // A JSON Web Token, which Northflank's tokens are as well. Bounded, or a line of `eyJ` alone takes seconds.
  [/eyJ[A-Za-z0-9_-]{1,1024}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, '[redacted]'],
  // The providers' own key formats.
  [/alto_sk_[A-Za-z0-9_-]+/g, '[redacted]'],
  // Bytes as JSON has them. What they spell cannot be seen here, so none are written at all.
  [/\{"type":"Buffer","data":\[[\d,]*\]\}/g, '"[bytes]"'],
  [/\{"0":\d{1,3}(?:,"\d+":\d{1,3})*\}/g, '"[bytes]"'],
];

/** Takes everything that looks like a credential out of a log line. A net below code that never logs one. */
export function scrub(line: string): string {
  return SECRETS.reduce((text, [secret, stand]) => text.replace(secret, stand), line);
}

export interface LoggerOptions {
  readonly level: string;
  readonly destination: DestinationStream;
  /** How long lines are gathered before they are written together; none: each is written at once. */
  readonly waitMs?: number;
  /** As much is written at once, but for a line that is longer alone. */
  readonly charactersMax?: number;
}

/** JSON lines on `destination`. Redaction is by value at the sink: a path list misses what it does not foresee. */
export function createLogger({
  level,
  destination,
  waitMs = 0,
  charactersMax = CHARACTERS_MAX,
}: LoggerOptions): Logger {
  const writeText = (text: string): void => void destination.write(scrub(text));
  const lines = new GatheredLines(writeText, waitMs, charactersMax);
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, lines);
}

/** What would be longer is written without further waiting. */
const CHARACTERS_MAX = 16_384;

/** POSIX's PIPE_BUF: a pipe takes no more than this in one piece, and several processes may write to it at once. */
export const SHARED_CHARACTERS_MAX = 4096;

/** Lines that are written together, since each write takes as long as answering a small request. */
class GatheredLines implements DestinationStream {
  #text = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly writeText: (text: string) => void,
    private readonly waitMs: number,
    private readonly charactersMax: number,
  ) {}

  write(line: string): void {
    if (this.#text.length + line.length > this.charactersMax) this.flush();
    this.#text += line;
    if (this.waitMs === 0 || this.#text.length >= this.charactersMax) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.waitMs).unref();
  }

  /** `logger.flush()` leads here: for the end of the process, which does not wait for timers. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.writeText(text);
  }
}

/**
 * Writes a line at level `info` that the caller has put together, as members of a JSON object. It is for what is logged
 * at each request, which the library takes longer to write than a small request to answer.
 */
export function logInfo(logger: Logger, members: string): void {
  if (!logger.isLevelEnabled('info')) return;
  const { [pino.symbols.streamSym]: stream } = logger as unknown as Record<symbol, DestinationStream>;
  stream?.write(`{"level":30,"time":"${isoTime()}",${members}}\n`);
}

let [timeMs, timeText] = [0, ''];

/** Many requests end in one millisecond. */
function isoTime(): string {
  const nowMs = Date.now();
  if (nowMs !== timeMs) [timeMs, timeText] = [nowMs, new Date(nowMs).toISOString()];
  return timeText;
}
