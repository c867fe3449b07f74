import type { Api, Asking, GraphqlAnswer } from './api.js';

/** An account as the graph names it. */
export interface NamedAccount {
  readonly provider: 'ALTOSTRAT' | 'NORTHFLANK';
  readonly workspaceId?: string;
  readonly accountId: string;
}

export interface MergedPage {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly invoiceId: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly coverage: { readonly scanned: number; readonly complete: boolean };
  readonly sources: readonly { readonly ok: boolean; readonly code: string | null }[];
}

const PAGE =
  'edges { cursor node { invoiceId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } coverage { scanned complete } sources { ok code }';

/** Both credentials of the sandbox, or others. */
export function asBoth(token = 'sandbox-altostrat', other = 'sandbox-northflank'): Asking {
  return { token, headers: { 'northflank-authorization': `Bearer ${other}` } };
}

/** The global ids of accounts; no upstream call. */
export async function idsOfAccounts(api: Api, accounts: readonly NamedAccount[]): Promise<readonly string[]> {
  const fields = accounts.map(({ provider, workspaceId, accountId }, index) => {
    const workspace = workspaceId === undefined ? '' : `, workspaceId: "${workspaceId}"`;
    return `a${index}: billingAccount(provider: ${provider}${workspace}, accountId: "${accountId}") { id }`;
  });
  const { data } = await api.ask(`{ ${fields.join(' ')} }`);
  return accounts.map((_, index) => data[`a${index}`].id as string);
}

/** Asks for the merged list with whatever is selected of it. */
export async function askMerged(
  api: Api,
  accountIds: readonly string[],
  {
    paging = '',
    fields = PAGE,
    asking = asBoth(),
  }: { paging?: string; fields?: string; asking?: Asking } = {},
): Promise<GraphqlAnswer> {
  return api.ask(
    `query ($ids: [ID!]!) { invoices(accountIds: $ids${paging && `, ${paging}`}) { ${fields} } }`,
    {
      ...asking,
      variables: { ids: accountIds },
    },
  );
}

/** A page that is there. */
export async function readMerged(
  api: Api,
  accountIds: readonly string[],
  paging: string,
  asking?: Asking,
): Promise<MergedPage> {
  const { data, errors } = await askMerged(api, accountIds, { paging, ...(asking && { asking }) });
  if (!data?.invoices) throw new Error(`invoices(${paging}): ${JSON.stringify(errors)}`);
  return data.invoices as MergedPage;
}

export function idsOnPage({ edges }: MergedPage): readonly string[] {
  return edges.map(({ node }) => node.invoiceId);
}
