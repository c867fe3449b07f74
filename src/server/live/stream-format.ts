/** How events are written for one kind of client. Every text is JSON without line breaks. */
export interface StreamFormat {
  readonly contentType: string;
  /** Sent at once, so that the client knows that its stream is there. */
  readonly start: string;
  /** Says that the stream is alive, and nothing else. */
  readonly heartbeat: string;
  /** @param text a whole answer */
  event(id: string | undefined, text: string): string;
  /** Why the stream ends. @param text an object with `errors` */
  failure(text: string): string;
  readonly end: string;
}

/** Server-sent events as GraphQL over SSE has them, in its mode of distinct connections. */
export const serverSentEvents: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  start: ':\n\n',
  heartbeat: ':\n\n',
  event: (id, text) => `${id === undefined ? '' : `id: ${id}\n`}event: next\ndata: ${text}\n\n`,
  failure: (text) => `event: next\ndata: ${text}\n\n`,
  end: 'event: complete\ndata: \n\n',
};

/** Each part ends with the boundary of the next one: clients read a part when they have seen where it ends. */
function part(text: string): string {
  return `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${text}\r\n--graphql`;
}

/** The protocol of subscriptions over multipart HTTP, version 1.0, that Apollo Client speaks. */
export const multipart: StreamFormat = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  start: `\r\n--graphql${part('{}')}`,
  heartbeat: part('{}'),
  event: (_id, text) => part(`{"payload":${text}}`),
  failure: (text) => part(`{"payload":null,${text.slice(1)}`),
  end: '--\r\n',
};
