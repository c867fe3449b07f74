import type { IncomingHttpHeaders } from 'node:http';

/** The first line of a header; undefined: it was not sent. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  return headerLines(headers, name)[0];
}

/** The lines of a header that say something. */
export function headerLines(headers: IncomingHttpHeaders, name: string): readonly string[] {
  const value = headers[name] ?? [];
  return (Array.isArray(value) ? value : [value]).map((line) => line.trim()).filter((line) => line !== '');
}

/** Everything that a header names, in all of its lines, in lower case: `identity, GZIP` names two things. */
export function headerNames(headers: IncomingHttpHeaders, name: string): readonly string[] {
  return headerLines(headers, name)
    .flatMap((line) => line.toLowerCase().split(/[\s,]+/))
    .filter((each) => each !== '');
}
