/**
 * Walks the invoices of three accounts of each provider as one list, both ways, in pages of 1 to 300, while one call in ten meets a
 * fault, and holds what it met against what the providers say themselves.
 *
 *   npm run build && node scripts/soak/merged.mjs [invoices of an account]
 */
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { plantFaults } from './faults.mjs';
import { startSystem } from './system.mjs';

const ACCOUNTS = 3;
const PAGE_SIZE_MAX = 300;
/** Northflank reads no list backward: each page from its end is a walk over it. */
const CALLS_MAX = 500;
const REPEATS_MAX = 500;
const WAIT_LEAST_MS = 50;

const both = {
  authorization: 'Bearer sandbox-altostrat',
  'northflank-authorization': 'Bearer sandbox-northflank',
};

/**
 * Figures of the walk in each direction. `onProgress` is told how many invoices have been met, of how many.
 *
 * @param {{ invoices: number, onProgress?: (met: number, all: number) => void }} options
 */
export async function walkMerged({ invoices, onProgress = () => undefined }) {
  const system = await startSystem({ environment: { MAX_UPSTREAM_CALLS: String(CALLS_MAX) } });
  try {
    const lists = await plant(system, invoices);
    const oracle = merge(lists);
    const ids = await readAccountIds(system, lists);
    const figures = {};
    for (const argument of ['first', 'last']) {
      for (const provider of ['altostrat', 'northflank'])
        await plantFaults(system, provider, CALLS_MAX * ACCOUNTS);
      const done = argument === 'first' ? 0 : oracle.length;
      const met = await walk(system, ids, argument, (count) => onProgress(done + count, 2 * oracle.length));
      figures[argument] = compare(met, oracle);
      await system.control('DELETE', '/faults');
    }
    return figures;
  } finally {
    await system.stop();
  }
}

/** The lists in the order of their accounts, each newest first. */
async function plant(system, invoices) {
  const lists = [];
  for (let number = 0; number < ACCOUNTS; number += 1) {
    const accountId = `cus_merge_${number}`;
    await system.control('POST', '/accounts', { workspaceId: 'ws_merge', accountId, invoices });
    const path = `/workspaces/ws_merge/billing-accounts/${accountId}/invoices?limit=200`;
    const rows = await readAll(system, 'altostrat', path, ({ data, has_more: more }) => ({
      rows: data.map(({ id, created_at }) => ({ id, at: Date.parse(created_at) })),
      next: more ? `&after=${data.at(-1).id}` : undefined,
    }));
    lists.push({ field: `provider: ALTOSTRAT, workspaceId: "ws_merge", accountId: "${accountId}"`, rows });
  }
  for (let number = 0; number < ACCOUNTS; number += 1) {
    const accountId = `team-merge-${number}`;
    const rateLimit = { limit: 10_000_000, remaining: 10_000_000, resetSeconds: 3600 };
    await system.control('PATCH', `/northflank/${accountId}`, { generation: 'N3', invoices, rateLimit });
    const path = `/v1/teams/${accountId}/billing/invoices?per_page=100`;
    const rows = await readAll(system, 'northflank', path, ({ data, pagination }) => ({
      rows: data.invoices.map(({ id, period }) => ({ id, at: period.end * 1000 })),
      next: pagination.hasNextPage ? `&cursor=${pagination.cursor}` : undefined,
    }));
    lists.push({ field: `provider: NORTHFLANK, accountId: "${accountId}"`, rows });
  }
  return lists;
}

async function readAll({ sandboxUrl }, provider, path, read) {
  const all = [];
  for (let next = ''; next !== undefined;) {
    const headers = { authorization: `Bearer sandbox-${provider}` };
    const page = read(await (await fetch(`${sandboxUrl}${path}${next}`, { headers })).json());
    all.push(...page.rows);
    next = page.next;
  }
  return all;
}

/** By time, then by account; sorting keeps each list's own order. */
function merge(lists) {
  return lists
    .flatMap(({ rows }) => rows)
    .sort((one, other) => other.at - one.at)
    .map(({ id }) => id);
}

async function readAccountIds({ ask }, lists) {
  const fields = lists.map(({ field }, index) => `a${index}: billingAccount(${field}) { id }`);
  const { data } = await ask(`{ ${fields.join(' ')} }`, both);
  return lists.map((_, index) => data[`a${index}`].id);
}

async function walk({ ask }, accountIds, argument, onProgress) {
  const isForward = argument === 'first';
  const query = `query ($ids: [ID!]!, $size: Int!, $cursor: String) {
    invoices(accountIds: $ids, ${argument}: $size, ${isForward ? 'after' : 'before'}: $cursor) {
      nodes { invoiceId } coverage { complete } sources { ok retryAfterMs } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const met = { ids: [], operations: 0, repeats: 0 };
  for (let cursor = null; ;) {
    const { data, errors } = await ask(query, both, {
      ids: accountIds,
      size: sizeOf(met.operations - met.repeats),
      cursor,
    });
    met.operations += 1;
    const waitMs = waitOf(data?.invoices, errors);
    if (waitMs !== undefined) {
      met.repeats += 1;
      if (met.repeats > REPEATS_MAX)
        throw new Error(`No way on after ${met.ids.length}: ${JSON.stringify(errors)}`);
      await setTimeout(waitMs);
      continue;
    }
    const { nodes, pageInfo } = data.invoices;
    const ids = nodes.map(({ invoiceId }) => invoiceId);
    met.ids = isForward ? [...met.ids, ...ids] : [...ids, ...met.ids];
    onProgress(met.ids.length);
    if (!(isForward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return met;
    cursor = isForward ? pageInfo.endCursor : pageInfo.startCursor;
  }
}

/**
 * A page on which an account failed would be made up for later, out of order; who wants the order asks for it again when the
 * provider says. Undefined: the page is complete.
 */
function waitOf(page, errors) {
  if (page?.coverage.complete) return undefined;
  const said = page
    ? page.sources.map(({ retryAfterMs }) => retryAfterMs)
    : errors.map(({ extensions }) => extensions.retryAfterMs);
  return Math.max(WAIT_LEAST_MS, ...said.filter(Number.isFinite));
}

/** From 1 to the largest, in an order that does not repeat soon. */
function sizeOf(operation) {
  return 1 + ((operation * 113) % PAGE_SIZE_MAX);
}

function compare({ ids, ...counts }, oracle) {
  const found = new Set(ids);
  return {
    invoices: oracle.length,
    ...counts,
    lost: oracle.filter((id) => !found.has(id)).length,
    duplicated: ids.length - found.size,
    isOracle: JSON.stringify(ids) === JSON.stringify(oracle),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.table(await walkMerged({ invoices: Number(process.argv[2] ?? 2000) }));
