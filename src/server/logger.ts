import { pino, type DestinationStream, type Logger } from 'pino';

const TOKENS = [
  // An Authorization value, however it came into a line.
  /Bearer\s+[^\s"\\,;]+/gi,
  // A JSON Web Token, and the providers' own key formats. Bounded, or a line of `eyJ` alone takes seconds.
  /eyJ[A-Za-z0-9_-]{1,1024}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g,
  /alto_sk_[A-Za-z0-9_-]+/g,
];

/** Takes everything that looks like a credential out of a log line. A net below code that never logs one. */
export function scrub(line: string): string {
  return TOKENS.reduce((text, token) => text.replace(token, '[redacted]'), line);
}

/** JSON lines on `destination`. Redaction is by value at the sink: a path list misses what it does not foresee. */
export function createLogger(level: string, destination: DestinationStream): Logger {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => destination.write(scrub(line)) },
  );
}
