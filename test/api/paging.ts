import type { Api, GraphqlAnswer } from '../support/api.js';

/** An account of the upstream, as the tests name it. */
export interface TestAccount {
  readonly workspaceId: string;
  readonly accountId: string;
}

export interface InvoicePage {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export const acmeUs: TestAccount = { workspaceId: 'ws_acme', accountId: 'cus_acme_us' };
export const globex: TestAccount = { workspaceId: 'ws_globex', accountId: 'cus_globex' };

/** The root field that names an account. */
export function accountField({ workspaceId, accountId }: TestAccount): string {
  return `billingAccount(provider: ALTOSTRAT, workspaceId: "${workspaceId}", accountId: "${accountId}")`;
}

/** Raw path of the account's invoices at the provider. */
export function invoicesPath({ workspaceId, accountId }: TestAccount, query: string): string {
  return `/workspaces/${workspaceId}/billing-accounts/${accountId}/invoices?${query}`;
}

export const bothFacts = 'pageInfo { hasNextPage hasPreviousPage }';

/** Asks for one page with all that pagination has; `paging` is the argument list. */
export async function askPage(api: Api, account: TestAccount, paging: string): Promise<GraphqlAnswer> {
  return api.ask(
    `{ ${accountField(account)} { invoices(${paging}) { edges { cursor node { invoiceId } } nodes { invoiceId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
  );
}

/** The same, for a page that is there. Throws where the answer contradicts itself. */
export async function readPage(api: Api, account: TestAccount, paging: string): Promise<InvoicePage> {
  const { data, errors } = await askPage(api, account, paging);
  if (errors.length > 0) throw new Error(`invoices(${paging}): ${JSON.stringify(errors)}`);
  const { edges, nodes, pageInfo } = data.billingAccount.invoices as {
    edges: { cursor: string; node: { invoiceId: string } }[];
    nodes: { invoiceId: string }[];
    pageInfo: {
      hasNextPage: boolean;
      hasPreviousPage: boolean;
      startCursor: string | null;
      endCursor: string | null;
    };
  };
  const ids = edges.map(({ node }) => node.invoiceId);
  const cursors = edges.map(({ cursor }) => cursor);
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  const isConsistent =
    JSON.stringify(ids) === JSON.stringify(nodes.map(({ invoiceId }) => invoiceId)) &&
    startCursor === (cursors[0] ?? null) &&
    endCursor === (cursors.at(-1) ?? null);
  if (!isConsistent) throw new Error(`invoices(${paging}): edges, nodes and pageInfo differ.`);
  return { ids, cursors, hasNextPage, hasPreviousPage };
}

/** Walks until the facts say that nothing is left; the sizes take turns. Ids newest first, page by page. */
export async function walk(
  api: Api,
  account: TestAccount,
  direction: 'forward' | 'backward',
  sizes: readonly number[],
  from?: string,
): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = [];
  let cursor = from;
  for (;;) {
    const size = sizes[pages.length % sizes.length];
    const paging =
      direction === 'forward'
        ? `first: ${size}${cursor === undefined ? '' : `, after: "${cursor}"`}`
        : `last: ${size}${cursor === undefined ? '' : `, before: "${cursor}"`}`;
    const page = await readPage(api, account, paging);
    pages.push(page.ids);
    if (!(direction === 'forward' ? page.hasNextPage : page.hasPreviousPage)) return pages;
    cursor = direction === 'forward' ? page.cursors.at(-1) : page.cursors[0];
    if (cursor === undefined) throw new Error('The page is empty and yet more follows.');
  }
}

/** Ids of the sandbox's ordinary invoices, newest first: ordinals `newest` down to `oldest`. */
export function idsOf({ accountId }: TestAccount, newest: number, oldest: number): string[] {
  const prefix = `in_${accountId.replace(/^cus_/, '')}_`;
  return Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, index) => {
    return prefix + String(newest - index).padStart(6, '0');
  });
}
