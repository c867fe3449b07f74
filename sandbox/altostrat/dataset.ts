import { DAY_MS, SANDBOX_NOW_MS, toMicrosecondText } from '../ground/clock.js';
import type { AltostratState, Workspace } from './account.js';
import { type AccountSeed, createAccount } from './create-account.js';
import { edgeRows } from './edge-rows.js';
import { SAMPLE_CREATED_AT_MS, sampleRow } from './sample-rows.js';
import { subscriptionsOf } from './subscriptions.js';

type FixedAccount = Omit<AccountSeed, 'seed' | 'workspaceId'>;

interface FixedWorkspace {
  id: string;
  name: string;
  billingMode: string;
  accounts: FixedAccount[];
}

function fixedWorkspaces(currencies: 'documented' | 'all'): FixedWorkspace[] {
  const documented: FixedWorkspace[] = [
    {
      id: 'ws_acme',
      name: 'Acme Networks',
      billingMode: 'assigned',
      accounts: [
        { accountId: 'cus_acme_us', name: 'Acme United States', currency: 'usd', invoices: 1200 },
        { accountId: 'cus_acme_eu', name: 'Acme Europe', currency: 'eur', invoices: 240 },
        { accountId: 'cus_acme_za', name: 'Acme South Africa', currency: 'zar', invoices: 35 },
        { accountId: 'cus_acme_uk', name: 'Acme United Kingdom', currency: 'gbp', invoices: 0 },
      ],
    },
    {
      id: 'ws_globex',
      name: 'Globex',
      billingMode: 'single',
      accounts: [{ accountId: 'cus_globex', name: 'Globex', currency: 'aud', invoices: 3000 }],
    },
    {
      id: 'ws_sample',
      name: 'Documented samples',
      billingMode: 'assigned',
      accounts: [
        {
          accountId: 'cus_sample',
          name: 'Documented sample',
          currency: 'usd',
          head: [sampleRow()],
          invoices: 8,
          newestAtMs: SAMPLE_CREATED_AT_MS - DAY_MS,
        },
        { accountId: 'cus_edge', name: 'Edge cases', currency: 'usd', invoices: edgeRows() },
      ],
    },
    {
      id: 'ws_initech',
      name: 'Initech',
      billingMode: 'single',
      accounts: [{ accountId: 'cus_initech', name: 'Initech', currency: 'usd', invoices: 12 }],
    },
  ];
  return currencies === 'all' ? [...documented, currencyWorkspace()] : documented;
}

/** Currencies without and with three decimals, which Altostrat does not document. */
function currencyWorkspace(): FixedWorkspace {
  return {
    id: 'ws_currencies',
    name: 'Other currencies',
    billingMode: 'assigned',
    accounts: [
      { accountId: 'cus_tokyo', name: 'Tokyo', currency: 'jpy', invoices: 30 },
      { accountId: 'cus_kuwait', name: 'Kuwait', currency: 'kwd', invoices: 30 },
    ],
  };
}

export function createAltostratState(seed: number, currencies: 'documented' | 'all'): AltostratState {
  const state: AltostratState = { seed, workspaces: new Map(), accounts: new Map(), previewCount: 0 };
  for (const { id, name, billingMode, accounts } of fixedWorkspaces(currencies)) {
    const workspace = createWorkspace(id, name, billingMode);
    state.workspaces.set(id, workspace);
    for (const account of accounts) {
      const subscriptions = subscriptionsOf(account.accountId, account.currency);
      workspace.accountIds.push(account.accountId);
      state.accounts.set(
        account.accountId,
        createAccount({ ...account, seed, workspaceId: id, subscriptions }),
      );
    }
  }
  return state;
}

export function createWorkspace(id: string, name: string, billingMode: string): Workspace {
  return {
    id,
    accountIds: [],
    wire: {
      id,
      name,
      description: null,
      billing_mode: billingMode,
      pooled_seat_limit: null,
      archived: false,
      created_at: toMicrosecondText(SANDBOX_NOW_MS - 6 * 365 * DAY_MS),
      updated_at: toMicrosecondText(SANDBOX_NOW_MS - 30 * DAY_MS),
      archived_at: null,
    },
  };
}
