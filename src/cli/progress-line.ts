/** The part of a terminal that is written to. */
export interface TerminalLine {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly terminal: TerminalLine;
  /** Rows that are expected in all; undefined: nobody knows. */
  readonly expected: number | undefined;
  /** Rows that were there before. */
  readonly before: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

const DRAW_MS = 100;
const BAR_LENGTH = 24;
const ERASE_LINE = '\r\u001b[2K';

/** One line that tells how far an export is; silent where nobody looks at a terminal. */
export class ProgressLine {
  readonly #beganAtMs: number;
  #drawnAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: ProgressOptions) {
    this.#beganAtMs = options.now();
  }

  rows(rows: number): void {
    const nowMs = this.options.now();
    if (nowMs - this.#drawnAtMs < DRAW_MS) return;
    this.#drawnAtMs = nowMs;
    this.#draw(describe(rows, (nowMs - this.#beganAtMs) / 1000, this.options));
  }

  waiting(ms: number, why: string): void {
    this.#draw(`waiting ${toClock(ms / 1000)}: ${why}`);
    this.#drawnAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Leaves the line to whoever writes next. */
  clear(): void {
    this.#draw('');
  }

  #draw(text: string): void {
    const { terminal } = this.options;
    if (terminal.isTTY) terminal.write(ERASE_LINE + text);
  }
}

/** Count, rate and, where the number of rows is known, what is left. */
function describe(rows: number, seconds: number, { expected, before }: ProgressOptions): string {
  const perSecond = seconds > 0 ? (rows - before) / seconds : 0;
  const parts = [
    `${rows.toLocaleString('en-US')} rows`,
    `${Math.round(perSecond).toLocaleString('en-US')}/s`,
  ];
  if (expected === undefined || expected === 0) return parts.join('  ');
  const share = Math.min(1, rows / expected);
  const done = Math.floor(share * BAR_LENGTH);
  const bar = `[${'#'.repeat(done)}${'-'.repeat(BAR_LENGTH - done)}] ${Math.floor(share * 100)} %`;
  const left = perSecond > 0 ? [`${toClock(Math.max(0, expected - rows) / perSecond)} left`] : [];
  return [bar, ...parts, ...left].join('  ');
}

function toClock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
