export type Parameters = Readonly<Record<string, string>>;

export interface Route<Handler> {
  readonly method: string;
  /** Segments in braces are parameters: `/workspaces/{ws}`. */
  readonly template: string;
  readonly handler: Handler;
}

export type RouteMatch<Handler> =
  | { kind: 'found'; route: Route<Handler>; parameters: Parameters }
  | { kind: 'otherMethod'; allowed: string[] }
  | { kind: 'none' };

/** The first route wins, so `/invoices/details` goes before `/invoices/{invoiceId}`. */
export function matchRoute<Handler>(
  routes: readonly Route<Handler>[],
  method: string,
  pathname: string,
): RouteMatch<Handler> {
  const allowed: string[] = [];
  for (const route of routes) {
    const parameters = matchTemplate(route.template, pathname);
    if (!parameters) continue;
    if (route.method === method) return { kind: 'found', route, parameters };
    allowed.push(route.method);
  }
  return allowed.length > 0 ? { kind: 'otherMethod', allowed } : { kind: 'none' };
}

/** How a call is named in the log: its template, or a fixed text, so that stray paths do not swell the counts. */
export function routeName<Handler>(match: RouteMatch<Handler>, method: string): string {
  return match.kind === 'found' ? `${method} ${match.route.template}` : `${method} (no such route)`;
}

function matchTemplate(template: string, pathname: string): Parameters | undefined {
  const wanted = template.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      if (segment !== value) return undefined;
      continue;
    }
    const decoded = decodeSegment(value);
    if (!decoded) return undefined;
    parameters[name] = decoded;
  }
  return parameters;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
