import type { Provider } from '../ground/tokens.js';
import type { FaultMatch } from './fault.js';

/** What a rule sees of a call. */
export interface FaultTarget {
  readonly provider: Provider;
  readonly method: string;
  readonly token: string | undefined;
  readonly route: string;
  readonly rawPath: string;
}

/** Whether a call is one of those that are meant. */
export function matches(match: FaultMatch, target: FaultTarget): boolean {
  return (
    (match.provider === undefined || match.provider === target.provider) &&
    (match.method === undefined || match.method.toUpperCase() === target.method) &&
    (match.token === undefined || match.token === target.token) &&
    (match.route === undefined || isRoute(match.route, target.route)) &&
    (match.path === undefined || target.rawPath.includes(match.path))
  );
}

/** A text that begins with a method names one route, as the log does; any other is part of a template. */
function isRoute(wanted: string, route: string): boolean {
  return /^[A-Z]+ /.test(wanted) ? wanted === route : route.includes(wanted);
}
