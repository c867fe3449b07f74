import type { IncomingMessage, ServerResponse } from 'node:http';

/** A small stand-in for the service, written from what it documents and not from the provider. */
export const entries = Array.from({ length: 11 }, (_, index) => ({
  number: `T-${11 - index}`,
  cents: (11 - index) * 1000 + 5,
  currency: 'EUR',
  issued_at: `2026-01-${String(11 - index).padStart(2, '0')}T12:00:00Z`,
  state: index === 0 ? 'due' : 'settled',
}));

export const token = 'tally-token';

export function emulator({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, 'http://tally.example');
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (headers.authorization !== `Bearer ${token}`) return answer(401, { error: 'token' });
  if (pathname !== '/books/book-1/entries') return answer(404, { error: 'no such book' });
  const limit = Math.min(3, Number(searchParams.get('limit')));
  const [after, before] = [searchParams.get('after'), searchParams.get('before')];
  const at = entries.findIndex(({ number }) => number === (after ?? before));
  if ((after ?? before) !== null && at === -1) return answer(422, { error: 'no such entry' });
  const start = before === null ? at + 1 : Math.max(0, at - limit);
  const end = before === null ? start + limit : at;
  answer(200, {
    entries: entries.slice(start, end),
    more: before === null ? end < entries.length : start > 0,
  });
}
