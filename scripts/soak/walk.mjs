/**
 * Walks every invoice of a large account of each provider, a thousand to an operation, while one call in ten meets a fault.
 * Nobody may be lost or repeated, and no client has to ask for anything again.
 *
 *   npm run build && node scripts/soak/walk.mjs [invoices]
 */
import { fileURLToPath } from 'node:url';
import { plantFaults } from './faults.mjs';
import { startSystem } from './system.mjs';

const PAGE_SIZE = 1000;
const providers = {
  altostrat: {
    rowsPerCall: 200,
    field: 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_walk", accountId: "cus_walk")',
    create: async ({ control }, invoices) =>
      control('POST', '/accounts', { workspaceId: 'ws_walk', accountId: 'cus_walk', invoices }),
    path: '/workspaces/ws_walk/billing-accounts/cus_walk/invoices?limit=200',
    cursorName: 'after',
    read: ({ data, next_cursor: cursor }) => ({ rows: data, cursor }),
  },
  northflank: {
    rowsPerCall: 100,
    field: 'billingAccount(provider: NORTHFLANK, accountId: "team-walk")',
    // What it allows in an hour is another script's.
    create: async ({ control }, invoices) =>
      control('PATCH', '/northflank/team-walk', {
        generation: 'N3',
        invoices,
        rateLimit: { limit: 10_000_000, remaining: 10_000_000, resetSeconds: 3600 },
      }),
    path: '/v1/teams/team-walk/billing/invoices?per_page=100',
    cursorName: 'cursor',
    read: ({ data, pagination }) => ({ rows: data.invoices, cursor: pagination.cursor }),
  },
};

/**
 * Figures of each provider's walk, by name. Without `hasFaults` no call meets any; `onProgress` is told after each operation whose
 * walk it was, how many invoices have been met and how many there are.
 *
 * @param {{ invoices: number, hasFaults?: boolean, onProgress?: (name: string, met: number, invoices: number) => void }} options
 */
export async function walk({ invoices, hasFaults = true, onProgress = () => undefined }) {
  const system = await startSystem();
  try {
    const figures = {};
    for (const [name, provider] of Object.entries(providers)) {
      await provider.create(system, invoices);
      const truth = await readTruth(system, name, provider);
      await system.control('DELETE', '/calls');
      if (hasFaults) await plantFaults(system, name, (2 * invoices) / provider.rowsPerCall);
      const met = await walkAll(system, name, provider, (count) => onProgress(name, count, invoices));
      const { total } = await system.control('GET', '/calls');
      figures[name] = toFigures({
        truth,
        met,
        calls: total,
        pages: Math.ceil(invoices / provider.rowsPerCall),
      });
      await system.control('DELETE', '/faults');
    }
    return figures;
  } finally {
    await system.stop();
  }
}

/** What the provider itself says: id and total, in cents as text, of each invoice. */
async function readTruth({ sandboxUrl }, name, { path, cursorName, read }) {
  const truth = new Map();
  let cursor;
  do {
    const url = `${sandboxUrl}${path}${cursor ? `&${cursorName}=${cursor}` : ''}`;
    const response = await fetch(url, { headers: { authorization: `Bearer sandbox-${name}` } });
    const page = read(await response.json());
    for (const { id, total } of page.rows) truth.set(id, total);
    cursor = page.cursor;
  } while (cursor);
  return truth;
}

async function walkAll({ ask }, name, { field }, onProgress) {
  const headers = {
    [name === 'altostrat' ? 'authorization' : 'northflank-authorization']: `Bearer sandbox-${name}`,
  };
  const query = `query ($after: String) { ${field} { invoices(first: ${PAGE_SIZE}, after: $after) {
    nodes { invoiceId total { decimal } } pageInfo { hasNextPage endCursor } } } }`;
  const met = { rows: [], operations: 0, repeats: 0, errors: 0 };
  let after = null;
  for (;;) {
    const { data, errors } = await ask(query, headers, { after });
    met.operations += 1;
    met.errors += errors.length;
    const page = data?.billingAccount?.invoices;
    if (!page || page.nodes.length === 0) {
      met.repeats += 1;
      if (met.repeats > 100)
        throw new Error(`No way on after ${met.rows.length} invoices: ${JSON.stringify(errors)}`);
      continue;
    }
    met.rows.push(...page.nodes);
    onProgress(met.rows.length);
    if (!page.pageInfo.hasNextPage) return met;
    after = page.pageInfo.endCursor;
  }
}

function toFigures({ truth, met, calls, pages }) {
  const ids = new Set(met.rows.map(({ invoiceId }) => invoiceId));
  const expected = sumOf([...truth.values()].map((cents) => toUnits(String(cents), 2)));
  const shown = sumOf(met.rows.map(({ total }) => toUnits(total.decimal, 0)));
  return {
    invoices: truth.size,
    operations: met.operations,
    repeats: met.repeats,
    errors: met.errors,
    lost: [...truth.keys()].filter((id) => !ids.has(id)).length,
    duplicated: met.rows.length - ids.size,
    sum: toText(shown),
    isExact: shown === expected,
    pages,
    calls,
    callsPerPage: calls / pages,
  };
}

const DIGITS = 12;

/** A decimal, shifted to the right by so many digits, as a whole number of units that no total has a fraction of. */
function toUnits(text, shift) {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(DIGITS - shift, '0'));
}

function sumOf(figures) {
  return figures.reduce((sum, each) => sum + each, 0n);
}

function toText(units) {
  const digits = String(units).padStart(DIGITS + 1, '0');
  return `${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`.replace(/0+$/, '').replace(/\.$/, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const invoices = Number(process.argv[2] ?? 100_000);
  const onProgress = (name, count) => {
    if (count % 10_000 === 0) console.error(`${name}: ${count} of ${invoices}`);
  };
  console.table(await walk({ invoices, onProgress }));
}
