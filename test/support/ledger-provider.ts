import type { Calls } from '../../src/calls/call-budget.js';
import { BillingAccount } from '../../src/accounts/billing-account.js';
import { badUserInput, BillingError, quote } from '../../src/errors/billing-error.js';
import type { Invoice } from '../../src/invoices/invoice.js';
import type { InvoicePreview } from '../../src/previews/invoice-preview.js';
import { encodeInvoiceId } from '../../src/invoices/node-id.js';
import { Money } from '../../src/money/money.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import type { Call } from '../../src/transport/call.js';
import type { PageRead, PageSource, Row, SourcePage } from '../../src/lists/page-source.js';

const listing = { pageMax: 3, readsBackward: true, accountsMax: 3 };
/** One invoice of the ledger; `cents` that are not whole stand for a row that cannot be read. */
export interface LedgerEntry {
  readonly number: string;
  readonly cents: number;
}

/** A provider over a list in memory, newest first. */
export function defineLedger(ledger: Readonly<Record<string, readonly LedgerEntry[]>>): ProviderDefinition {
  return {
    name: 'LEDGER',
    description: 'The ledger: a list in memory.',
    credentialHeader: 'ledger-authorization',
    baseUrl: { variable: 'LEDGER_URL', default: 'https://ledger.example' },
    sandbox: { token: 'sandbox-ledger', question: '{ __typename }' },
    hasWorkspaces: false,
    http: { policies: () => [] },
    parseAccount: (workspaceId, accountId) => {
      if (workspaceId !== null || accountId === null || !/^book-\d+$/.test(accountId))
        throw badUserInput(`Argument "accountId": expected one such as "book-1", got ${quote(accountId)}.`);
      return new BillingAccount('LEDGER', null, accountId);
    },
    parseAccountList: () => ({ provider: 'LEDGER', workspaceId: null }),
    isInvoiceId: (text) => text !== '',
    costs: { ...listing, fetchesById: () => false, profile: 0, subscriptions: 0, upcoming: 1 },
    connect: (call) => ({
      invoices: (account) => new LedgerPages(ledger[account.accountId ?? ''], account),
      previewUpcoming: async (account) => toPreview(1, account, call),
      previewInvoice: async (account, { items = [] }) => toPreview(items.length, account, call),
      fetchAccount: async () => ({ name: null, email: null, currency: 'USD', createdAt: null }),
      listSubscriptions: async () => ({ items: [], more: false }),
      listAccounts: async () => ({ items: [], more: false }),
    }),
  };
}

class LedgerPages implements PageSource<Invoice> {
  readonly pageMax = 3;
  readonly readsBackward = true;

  constructor(
    private readonly entries: readonly LedgerEntry[] | undefined,
    private readonly account: BillingAccount,
  ) {}

  async readPage({ direction, limit, anchor }: PageRead, calls: Calls): Promise<SourcePage<Invoice>> {
    calls.take();
    const { entries } = this;
    if (!entries) throw notFound();
    const at = anchor ? entries.findIndex((entry) => entry.number === anchor.id) : -1;
    if (anchor && at === -1) throw new BillingError('INVALID_CURSOR', 'The ledger has no such row.');
    const start = direction === 'forward' ? at + 1 : Math.max(0, at - limit);
    const end = direction === 'forward' ? Math.min(entries.length, start + limit) : at;
    const rows = entries.slice(start, end).map((entry): Row<Invoice> => {
      const position = { id: entry.number, createdAt: null, offset: 0 };
      return { position, node: toInvoice(entry, this.account), text: () => JSON.stringify(entry) };
    });
    return { rows, more: direction === 'forward' ? end < entries.length : start > 0 };
  }
}

/** What the ledger does not state is null, never zero. */
function toFigures(cents: number, billingAccount: BillingAccount) {
  const total = new Money('USD', 2, { digits: BigInt(cents), scale: 0 });
  const unstated = { statusRaw: null, period: null, discount: null, tax: null, amountPaid: null };
  const figures = { currency: 'USD', subtotal: total, total, amountDue: total, amountRemaining: null };
  const lines = { discountNames: [], lines: null, linesComplete: null };
  return { provider: 'LEDGER' as const, billingAccount, ...unstated, ...figures, ...lines };
}

function toInvoice({ number, cents }: LedgerEntry, account: BillingAccount): Invoice | BillingError {
  if (!Number.isSafeInteger(cents)) return new BillingError('UPSTREAM_INVALID_RESPONSE', 'Not whole cents.');
  const unissued = { createdAt: null, dueAt: null, hostedInvoiceUrl: null, pdfUrl: null, usage: null };
  const ids = { id: encodeInvoiceId(account, number), invoiceId: number, number, hasDerivedId: false };
  const kind = { __typename: 'Invoice', status: 'OPEN', workspaceId: null } as const;
  return { ...toFigures(cents, account), ...unissued, ...ids, ...kind, accountId: account.accountId };
}

/** Each product costs the same; with no change at all, one is billed next. */
function toPreview(products: number, account: BillingAccount, call: Call): InvoicePreview {
  call.budget.take();
  const kind = { __typename: 'InvoicePreview', status: 'DRAFT', computedAt: '2026-11-24T00:00:00Z' } as const;
  return { ...toFigures(products * 125, account), ...kind };
}

function notFound(): BillingError {
  return new BillingError('NOT_FOUND', 'The ledger has no such account.', { provider: 'LEDGER' });
}
