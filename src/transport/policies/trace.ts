import { toFailure } from '../../tracing/batch-trace.js';
import type { Exchange } from '../exchange.js';
import type { Policy, PolicyOptions } from '../policy.js';

/**
 * Has each call that goes out be a part of the trace of what it is made for. Nothing is in it that the provider says, and
 * nothing of who asks: names of routes, statuses and figures alone.
 */
export function trace({ provider, tracing }: Pick<PolicyOptions, 'provider' | 'tracing'>): readonly Policy[] {
  if (!tracing) return [];
  const { isForwarded } = tracing;
  return [
    (exchange, next) => {
      const { request, call, number } = exchange;
      const span = (request.purse.span ?? call.budget.span)?.begin(`${request.method} ${request.route}`, {
        kind: 'client',
        attributes: {
          'http.request.method': request.method,
          'http.request.resend_count': number > 1 ? number - 1 : undefined,
          'billing.provider': provider,
          'billing.route': request.route,
        },
      });
      if (!span) return next(exchange);
      exchange.span = span;
      if (exchange.whole) exchange.whole.span = span;
      if (isForwarded) exchange.traceparent = span.traceparent;
      const answer = next(exchange);
      exchange.whenOver(end);
      return answer;
    },
  ];
}

function end({ span, head }: Exchange, error: unknown): void {
  span?.note({ 'http.response.status_code': head?.status });
  span?.end(error === undefined ? undefined : toFailure(error));
}
