import { multipart, serverSentEvents, type StreamFormat } from './stream-format.js';

/** What a client takes beside, or instead of, one answer as JSON. */
export interface AcceptedStream {
  readonly format: StreamFormat;
  /** Whether even the answer of a query has to be a stream: nothing else is taken. */
  readonly isAll: boolean;
}

const JSON_TYPE = /\bapplication\/(?:graphql-response\+json|json)\b|\*\/\*|\bapplication\/\*/i;

/** Undefined: the client takes no stream. */
export function chooseStream(accept = ''): AcceptedStream | undefined {
  const format = formatOf(accept);
  return format && { format, isAll: !JSON_TYPE.test(accept) };
}

/** Of the two, the one that is named first. */
function formatOf(accept: string): StreamFormat | undefined {
  // Nearly all requests say nothing of either.
  if (!accept.includes('text/event-stream') && !accept.includes('multipart/mixed')) return undefined;
  for (const type of accept.split(',')) {
    if (/^\s*text\/event-stream\b/i.test(type)) return serverSentEvents;
    if (/^\s*multipart\/mixed\b.*;\s*subscriptionSpec="?1\.0"?/i.test(type)) return multipart;
  }
  return undefined;
}
