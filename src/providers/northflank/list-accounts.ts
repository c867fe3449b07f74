import { BillingAccount, type AccountProfile } from '../../accounts/billing-account.js';
import { toListItem } from '../../accounts/list-item.js';
import { isBillingError } from '../../errors/billing-error.js';
import type { IsEnough, ListItem, WholeList } from '../../lists/whole-list.js';
import { WireRow } from '../../wire/wire-row.js';
import type { NorthflankClient } from './client.js';
import { teamDocument } from './documented.js';
import { parseNorthflankAccount } from './ids.js';

/** Of the token's own account, which has no id; no team's id has a space. */
const OWN: ListItem<BillingAccount> = {
  key: 'own account',
  node: new BillingAccount('NORTHFLANK', null, null),
};

/**
 * The token's own account, then the teams that it can see: one call a page, until the rows are enough. Where the provider says
 * that more follow and not how to ask for them, or leads in a circle, the others are kept back.
 */
export async function listAccounts(
  client: NorthflankClient,
  isEnough: IsEnough<BillingAccount>,
): Promise<WholeList<BillingAccount>> {
  const items = [OWN];
  const seen = new Set<string | undefined>();
  for (let cursor: string | undefined; !seen.has(cursor);) {
    seen.add(cursor);
    const page = await client.listTeams(cursor);
    items.push(...page.rows.map((row, index) => toTeamItem(row, items.length + index)));
    if (!page.hasNextPage) return { items, more: false };
    if (page.cursor === undefined || isEnough(items)) break;
    cursor = page.cursor;
  }
  return { items, more: true };
}

class TeamProfile implements AccountProfile {
  readonly email = null;
  readonly currency = null;
  readonly createdAt = null;

  constructor(private readonly row: WireRow) {}

  get name(): string | null {
    return this.row.text('name');
  }
}

/** The provider's ids are read as a caller's are, for they become part of the same paths. */
function toTeamItem(wire: unknown, index: number): ListItem<BillingAccount> {
  return toListItem(teamDocument, wire, index, (object, id) => {
    const row = new WireRow(teamDocument, object);
    return new BillingAccount('NORTHFLANK', null, parseTeamId(id, row), new TeamProfile(row));
  });
}

function parseTeamId(id: string, row: WireRow): string | null {
  try {
    return parseNorthflankAccount(null, id).accountId;
  } catch (error) {
    if (!isBillingError(error, 'BAD_USER_INPUT')) throw error;
    throw row.invalid('id', 'that of a team');
  }
}
