import type { Api, GraphqlAnswer } from '../support/api.js';
import type { Upstream } from '../support/upstream.js';

/** A Northflank account: a team's id, or null for the token's own. */
export type Team = string | null;

/** One account of each generation, with the number of its invoices. */
export const GENERATIONS = [
  ['N1', 'team-n1', 60],
  ['N2', 'team-n2', 120],
  ['N3', 'team-n3', 340],
  ['N3b', 'team-n3b', 75],
  ['N4', 'team-n4', 210],
] as const;

const TOKEN = 'Bearer sandbox-northflank';

export interface WireRow {
  readonly id?: string;
  readonly period: { readonly start: number; readonly end: number };
  readonly total: number;
  readonly subTotal?: number;
  readonly currency?: string;
  readonly paid?: boolean;
  readonly status?: string;
}

export interface Page {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export async function askTeam(api: Api, team: Team, fields: string): Promise<GraphqlAnswer> {
  const account = team === null ? '' : `, accountId: "${team}"`;
  return api.ask(`{ billingAccount(provider: NORTHFLANK${account}) { ${fields} } }`, {
    token: null,
    headers: { 'northflank-authorization': TOKEN },
  });
}

export async function askPage(api: Api, team: Team, paging: string): Promise<GraphqlAnswer> {
  return askTeam(
    api,
    team,
    `invoices(${paging}) { edges { cursor node { invoiceId } } pageInfo { hasNextPage hasPreviousPage } }`,
  );
}

export async function readPage(api: Api, team: Team, paging: string): Promise<Page> {
  const { data, errors } = await askPage(api, team, paging);
  if (errors.length > 0) throw new Error(`invoices(${paging}): ${JSON.stringify(errors)}`);
  const { edges, pageInfo } = data.billingAccount.invoices as {
    edges: { cursor: string; node: { invoiceId: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  };
  return {
    ids: edges.map(({ node }) => node.invoiceId),
    cursors: edges.map(({ cursor }) => cursor),
    ...pageInfo,
  };
}

export async function codesOf(api: Api, team: Team, paging: string): Promise<readonly unknown[]> {
  const { errors } = await askPage(api, team, paging);
  return errors.map(({ extensions }) => extensions['code']);
}

/** Walks until the facts say that nothing is left; the sizes take turns. All pages, newest row first. */
export async function walk(
  api: Api,
  team: Team,
  direction: 'forward' | 'backward',
  sizes: readonly number[],
): Promise<{ ids: readonly string[]; cursors: readonly string[] }> {
  const pages: Page[] = [];
  let anchor = '';
  for (;;) {
    const size = sizes[pages.length % sizes.length];
    const page = await readPage(api, team, `${direction === 'forward' ? 'first' : 'last'}: ${size}${anchor}`);
    pages.push(page);
    const more = direction === 'forward' ? page.hasNextPage : page.hasPreviousPage;
    if (!more) break;
    anchor = direction === 'forward' ? `, after: "${page.cursors.at(-1)}"` : `, before: "${page.cursors[0]}"`;
  }
  const inOrder = direction === 'forward' ? pages : pages.toReversed();
  return { ids: inOrder.flatMap(({ ids }) => ids), cursors: inOrder.flatMap(({ cursors }) => cursors) };
}

export function billsPath(team: Team): string {
  return `/v1${team === null ? '' : `/teams/${team}`}/billing/invoices`;
}

/** One answer of the provider itself, read without the API under test. */
export async function fetchWire<Body>(upstream: Upstream, path: string): Promise<Body> {
  const response = await fetch(upstream.url + path, { headers: { authorization: TOKEN } });
  return (await response.json()) as Body;
}

/** All rows that the provider lists, newest first. */
export async function fetchRows(upstream: Upstream, team: Team): Promise<readonly WireRow[]> {
  const rows: WireRow[] = [];
  let cursor: string | undefined;
  do {
    const query = `per_page=100&perPage=100${cursor === undefined ? '' : `&cursor=${cursor}`}`;
    const { data, pagination } = await fetchWire<{
      data: { invoices: WireRow[] };
      pagination: { cursor?: string };
    }>(upstream, `${billsPath(team)}?${query}`);
    rows.push(...data.invoices);
    cursor = pagination.cursor;
  } while (cursor !== undefined);
  return rows;
}

/** Major units of a figure in cents, by moving the point in its text. */
export function centsToMajor(cents: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(cents)) ?? [];
  const digits = whole.padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
}

/** A figure in major units as text, with at least two decimals. */
export function majorText(major: number): string {
  const [whole, fraction = ''] = String(major).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}
