/** Means the same in a path, in a query and in a URL that is taken apart; what begins so is never `..`. */
const SAFE = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * The path and query of an upstream request, below the configured base. Segments are ids that were checked
 * where they came in; this is the last look before a token travels: the URL that a server would read must have
 * exactly the host and the segments that were meant.
 *
 * @param prefix the base's own path, without a slash at its end; see `toPrefix`
 * @throws Error where a segment would change the route: a fault of ours, never of a caller
 */
export function toUpstreamPath(
  prefix: string,
  segments: readonly string[],
  query: Readonly<Record<string, string>> = {},
): string {
  let path = prefix;
  for (const segment of segments) {
    if (!SAFE.test(segment)) return toCarefulPath(prefix, segments, query);
    path += `/${segment}`;
  }
  let mark = '?';
  for (const name in query) {
    const value = query[name] ?? '';
    if (!SAFE.test(name) || !SAFE.test(value)) return toCarefulPath(prefix, segments, query);
    path += `${mark}${name}=${value}`;
    mark = '&';
  }
  return path;
}

/** What all paths below a base begin with. */
export function toPrefix({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '');
}

/** Any host will do to take a path apart. */
const ORIGIN = 'https://upstream.invalid';

/** The same for segments and values that have to be written in another way, or must not be there at all. */
export function toCarefulPath(
  prefix: string,
  segments: readonly string[],
  query: Readonly<Record<string, string>>,
): string {
  const path = [prefix, ...segments.map(encodeURIComponent)].join('/');
  const read = new URL(path, ORIGIN);
  if (segments.includes('') || read.origin !== ORIGIN || read.pathname !== path) {
    throw new Error('An upstream path does not hold the segments it was built from.');
  }
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}
