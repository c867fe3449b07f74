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

/** JSON lines on `destination`. Redaction is by value at the sink: a path list misses what it does not foresee. */
export function createLogger(level: string, destination: DestinationStream): Logger {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => destination.write(scrub(line)) },
  );
}
