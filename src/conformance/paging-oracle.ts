import { assertSame, fail } from './expect.js';
import { ask, type GraphAccess, type GraphError } from './graph-client.js';

/** An account of a graph. */
export interface NamedAccount {
  /** A value of `BillingProvider`. */
  readonly provider: string;
  readonly workspaceId?: string | undefined;
  readonly accountId?: string | undefined;
}

/** The invoices of an account: how they are asked for, and what its provider itself says that they are. */
export interface ListedInvoices {
  readonly graph: GraphAccess;
  readonly account: NamedAccount;
  /** The provider's own ids of all of them, newest first. */
  readonly invoiceIds: readonly string[];
}

/** Arguments of `invoices`. */
export interface Paging {
  readonly first?: number;
  readonly after?: string | undefined;
  readonly last?: number;
  readonly before?: string | undefined;
}

/** A page of a connection: ids of the provider's own, and a cursor for each. */
export interface InvoicePage {
  /** Newest first. */
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly errors: readonly GraphError[];
}

const PAGE = `query ($provider: BillingProvider!, $workspaceId: ID, $accountId: ID, $first: Int, $after: String, $last: Int, $before: String) {
  billingAccount(provider: $provider, workspaceId: $workspaceId, accountId: $accountId) {
    invoices(first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { invoiceId } }
      nodes { invoiceId }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`;

interface PageData {
  readonly billingAccount: {
    readonly invoices: {
      readonly edges: readonly { readonly cursor: string; readonly node: { readonly invoiceId: string } }[];
      readonly nodes: readonly { readonly invoiceId: string }[];
      readonly pageInfo: Pick<InvoicePage, 'hasNextPage' | 'hasPreviousPage'> & {
        readonly startCursor: string | null;
        readonly endCursor: string | null;
      };
    } | null;
  } | null;
}

/** One page, checked against itself. Undefined where none came, but errors. */
export async function readPage(
  { graph, account }: Pick<ListedInvoices, 'graph' | 'account'>,
  paging: Paging,
): Promise<InvoicePage | undefined> {
  const { data, errors } = await ask(graph, PAGE, { ...account, ...paging });
  const invoices = (data as PageData | null)?.billingAccount?.invoices;
  if (!invoices) {
    if (errors.length === 0) fail(`invoices(${show(paging)})`, 'a page or an error', data);
    return undefined;
  }
  const { edges, nodes, pageInfo } = invoices;
  const [ids, cursors] = [edges.map(({ node }) => node.invoiceId), edges.map(({ cursor }) => cursor)];
  const what = `invoices(${show(paging)})`;
  assertSame(
    `nodes of ${what}`,
    nodes.map(({ invoiceId }) => invoiceId),
    ids,
  );
  assertSame(`startCursor of ${what}`, pageInfo.startCursor, cursors[0] ?? null);
  assertSame(`endCursor of ${what}`, pageInfo.endCursor, cursors.at(-1) ?? null);
  const { hasNextPage, hasPreviousPage } = pageInfo;
  return { ids, cursors, hasNextPage, hasPreviousPage, errors };
}

/** Walked with in turn: one row, a few, and more than there are. */
const SIZES: readonly (readonly number[])[] = [[2, 3], [4, 1, 7], [1000]];

/**
 * The paging oracle: walks the list both ways with page sizes that change on the way, turns round at its beginning, in its
 * middle and at its end, and compares all of it with what the provider itself lists: rows, order, `hasNextPage`,
 * `hasPreviousPage`, and one cursor for one edge. Throws an Error where one is otherwise.
 *
 * Costs a few times as many upstream calls as the list has pages of three; eight to thirty invoices show most.
 */
export async function checkPaging(list: ListedInvoices): Promise<void> {
  const oracle = new PagingOracle(list);
  for (const sizes of SIZES) {
    await oracle.walk('forward', sizes);
    await oracle.walk('backward', sizes);
  }
  await oracle.turnRound();
}

class PagingOracle {
  /** By invoice. */
  readonly #cursors = new Map<string, string>();

  constructor(private readonly list: ListedInvoices) {}

  async walk(direction: 'forward' | 'backward', sizes: readonly number[]): Promise<void> {
    const { length } = this.list.invoiceIds;
    const isForward = direction === 'forward';
    let [cursor, walked]: [string | undefined, number] = [undefined, 0];
    for (let page = 0; page === 0 || walked < length; page += 1) {
      const size = sizes[page % sizes.length] ?? 1;
      const from = isForward ? walked : Math.max(0, length - walked - size);
      const to = isForward ? Math.min(length, walked + size) : length - walked;
      const { cursors } = await this.#check(
        isForward ? { first: size, after: cursor } : { last: size, before: cursor },
        from,
        to,
      );
      cursor = isForward ? cursors.at(-1) : cursors[0];
      walked += to - from;
    }
  }

  async turnRound(): Promise<void> {
    const { invoiceIds } = this.list;
    const { length } = invoiceIds;
    for (const at of new Set([0, Math.floor(length / 2), length - 1])) {
      const cursor = this.#cursors.get(invoiceIds[at] ?? '');
      if (cursor === undefined) continue;
      await this.#check({ first: 2, after: cursor }, at + 1, Math.min(length, at + 3));
      await this.#check({ last: 2, before: cursor }, Math.max(0, at - 2), at);
    }
  }

  /** Whether the page is that part of the list. */
  async #check(paging: Paging, from: number, to: number): Promise<InvoicePage> {
    const { invoiceIds } = this.list;
    const what = `invoices(${show(paging)})`;
    const page = (await readPage(this.list, paging)) ?? fail(what, 'a page', 'errors');
    assertSame(`errors of ${what}`, page.errors, []);
    assertSame(`ids of ${what}`, page.ids, invoiceIds.slice(from, to));
    assertSame(`hasNextPage of ${what}`, page.hasNextPage, to < invoiceIds.length);
    assertSame(`hasPreviousPage of ${what}`, page.hasPreviousPage, from > 0);
    page.ids.forEach((id, index) => {
      const cursor = page.cursors[index] ?? '';
      assertSame(`cursor of ${id} in ${what}`, cursor, this.#cursors.get(id) ?? cursor);
      this.#cursors.set(id, cursor);
    });
    assertSame(`number of cursors`, new Set(this.#cursors.values()).size, this.#cursors.size);
    return page;
  }
}

function show(paging: Paging): string {
  return Object.entries(paging)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
}

/** More pages than that are no walk that a list of `length` takes. */
const askedMax = (length: number): number => 4 * length + 10;

/**
 * The same where calls fail: walks the list from its head, calls `breakNext` before every other page, and goes on from what came,
 * as a client does. Throws an Error where an invoice is lost, comes twice, or an error has no code that says whether to try again.
 *
 * @param breakNext has the next upstream call fail, and only that one
 */
export async function checkPagingUnderFaults(list: ListedInvoices, breakNext: () => unknown): Promise<void> {
  const ids: string[] = [];
  let cursor: string | undefined = undefined;
  for (let asked = 0; asked < askedMax(list.invoiceIds.length); asked += 1) {
    if (asked % 2 === 0) await breakNext();
    const page: InvoicePage | undefined = await readPage(list, { first: 3, after: cursor });
    if (!page) continue;
    ids.push(...page.ids);
    cursor = page.cursors.at(-1) ?? cursor;
    if (!page.hasNextPage) return assertSame('ids of a walk with failures', ids, list.invoiceIds);
  }
  fail('A walk with failures', 'to come to its end', ids);
}
