import { type Answer, jsonAnswer } from '../http/answer.js';
import { queryValue } from '../http/request.js';
import type { NorthflankToken } from '../ground/tokens.js';
import { mayRead } from './access.js';
import type { NorthflankState } from './account.js';
import { refuse } from './errors.js';
import { readPageSize } from './parameters.js';

/** The teams that a token can see, page by page. They are of several generations, so either name of the page size will do. */
export function listTeams(
  { accounts }: NorthflankState,
  token: NorthflankToken,
  query: URLSearchParams,
): Answer {
  const teams = [...accounts.values()].filter(({ id }) => id !== 'own' && mayRead(token, id));
  const size = Math.max(readPageSize(query, 'N3'), readPageSize(query, 'N4'));
  const start = readCursor(queryValue(query, 'cursor'));
  const page = teams.slice(start, start + size);
  const end = start + page.length;
  const hasNextPage = end < teams.length;
  return jsonAnswer(200, {
    data: { teams: page.map(({ id, name }) => ({ id, name })) },
    pagination: { hasNextPage, count: page.length, ...(hasNextPage && { cursor: `teams-${end}` }) },
  });
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const place = /^teams-(\d{1,9})$/.exec(cursor)?.[1];
  if (place === undefined) throw refuse(400, 'invalid-parameter', 'cursor is not known.');
  return Number(place);
}
