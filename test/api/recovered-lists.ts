import type { Api } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { plantList, plantedList } from '../support/planted-list.js';
import { asBoth } from '../support/merged-list.js';
import { upstream } from '../support/system.js';
import { fetchRows } from './northflank-paging.js';

/** A list of one provider whose invoices can be deleted. */
export interface LostList {
  readonly name: string;
  /** The start of a query for it. */
  readonly account: string;
  create(): Promise<unknown>;
  /** The invoice that was at that place when the list was made. */
  remove(index: number): Promise<unknown>;
}

const ROWS = 450;
const TEAM = 'team-lost';
const GENERATIONS = ['N1', 'N2', 'N3', 'N3b', 'N4'] as const;

/** One of Altostrat's, and one of Northflank's in each of its generations. */
export const lists: readonly LostList[] = [
  {
    name: 'Altostrat',
    account: accountField('cus_list'),
    create: async () => plantList(upstream, 'cus_list', plantedList(ROWS)),
    remove: async (index) =>
      upstream.control('DELETE', `/accounts/cus_list/invoices/in_${String(index).padStart(5, '0')}`),
  },
  ...GENERATIONS.map((generation) => teamList(generation, generation === 'N3' ? 250 : 60)),
];

/** Two invoices of three share a period; the older generations state no ids, but the emulator has some. */
function teamList(generation: (typeof GENERATIONS)[number], invoices: number): LostList {
  let ids: readonly (string | undefined)[] = [];
  return {
    name: `Northflank ${generation}`,
    account: `billingAccount(provider: NORTHFLANK, accountId: "${TEAM}")`,
    create: async () => {
      await upstream.control('PATCH', `/northflank/${TEAM}`, { generation: 'N3', invoices });
      ids = (await fetchRows(upstream, TEAM)).map(({ id }) => id);
      await upstream.control('PATCH', `/northflank/${TEAM}`, { generation });
    },
    remove: async (index) => upstream.control('DELETE', `/northflank/${TEAM}/invoices/${ids[index]}`),
  };
}

export function listOf(name: string): LostList {
  return lists.find((list) => list.name === name) as LostList;
}

/** A page, and what it says of its beginning. */
export interface RecoveredPage {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly endCursor: string | null;
  readonly startCursor: string | null;
  readonly recovered: boolean | null;
}

const PAGE =
  'edges { cursor node { invoiceId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } recovered';

export async function readList(
  api: Api,
  { account }: LostList,
  paging: string,
  fields = PAGE,
): Promise<RecoveredPage> {
  const { data, errors } = await api.ask(`{ ${account} { invoices(${paging}) { ${fields} } } }`, asBoth());
  if (errors.length > 0) throw new Error(`invoices(${paging}): ${JSON.stringify(errors)}`);
  const {
    edges = [],
    pageInfo,
    recovered,
  } = data.billingAccount.invoices as {
    edges?: { cursor: string; node: { invoiceId: string } }[];
    pageInfo: Omit<RecoveredPage, 'ids' | 'cursors' | 'recovered'>;
    recovered: boolean | null;
  };
  return {
    ids: edges.map(({ node }) => node.invoiceId),
    cursors: edges.map(({ cursor }) => cursor),
    ...pageInfo,
    recovered,
  };
}
