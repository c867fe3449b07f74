/**
 * The path and query of an upstream request, below the configured base. Segments are ids that were checked
 * where they came in; this is the last look before a token travels: the URL that a server would read must have
 * exactly the host and the segments that were meant.
 *
 * @throws Error where a segment would change the route: a fault of ours, never of a caller
 */
export function toUpstreamPath(
  base: URL,
  segments: readonly string[],
  query: Readonly<Record<string, string>> = {},
): string {
  const prefix = base.pathname.replace(/\/+$/, '');
  const path = [prefix, ...segments.map(encodeURIComponent)].join('/');
  const read = new URL(path, base.origin);
  if (segments.includes('') || read.origin !== base.origin || read.pathname !== path) {
    throw new Error('An upstream path does not hold the segments it was built from.');
  }
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}
