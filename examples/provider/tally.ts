import {
  badArgument,
  BillingAccount,
  BillingError,
  documentsOf,
  encodeInvoiceId,
  errorOr,
  isBillingError,
  isoExponents,
  isWireObject,
  quote,
  usualPolicies,
  WireRow,
  type Call,
  type Calls,
  type HttpTransport,
  type Invoice,
  type PageRead,
  type PageSource,
  type ProviderDefinition,
  type Row,
  type SourcePage,
} from 'billing-graphql/provider';

/**
 * A provider of a service that this package does not know: `GET /books/<id>/entries?limit=&after=&before=` answers
 * `{ entries: [{ number, cents, currency, issued_at, state }], more }`, newest first.
 */
const PAGE_MAX = 3;

/** What the service documents: what comes besides is counted as drift. */
const object = documentsOf('TALLY');
const entry = object('entry', ['number', 'cents', 'currency', 'issued_at', 'state']);
const list = object('list', ['more'], { entries: entry });

export const tally: ProviderDefinition = {
  name: 'TALLY',
  description: 'Tally: books of entries, each of which is an invoice.',
  credentialHeader: 'tally-authorization',
  baseUrl: { variable: 'TALLY_URL', default: 'https://api.tally.example' },
  hasWorkspaces: false,
  http: {
    policies: usualPolicies,
    documents: new Map([['entries', list]]),
    readRefusals: (status) => (status === 422 ? [{ kind: 'cursor-unknown' }] : []),
  },
  costs: {
    pageMax: PAGE_MAX,
    readsBackward: true,
    fetchesById: () => false,
    accountsMax: 1,
    profile: 0,
    subscriptions: 0,
    upcoming: 0,
  },
  parseAccount: (workspaceId, accountId) => {
    if (workspaceId !== null) throw badArgument('workspaceId', 'expected none: TALLY has no workspaces.');
    if (accountId === null || !/^book-\d{1,9}$/.test(accountId))
      throw badArgument('accountId', `expected one such as "book-1", got ${quote(accountId)}.`);
    return new BillingAccount('TALLY', null, accountId);
  },
  parseAccountList: () => ({ provider: 'TALLY', workspaceId: null }),
  isInvoiceId: (text) => /^T-\d{1,9}$/.test(text),
  connect: (call, transport) => ({
    invoices: (account) => new TallyPages(account, transport, call),
    previewUpcoming: async () => null,
    fetchAccount: async () => ({ name: null, email: null, currency: null, createdAt: null }),
    listSubscriptions: async () => ({ items: [], more: false }),
    listAccounts: async () => ({ items: [], more: false }),
  }),
};

class TallyPages implements PageSource<Invoice> {
  readonly pageMax = PAGE_MAX;
  readonly readsBackward = true;

  constructor(
    private readonly account: BillingAccount,
    private readonly transport: HttpTransport,
    private readonly call: Call,
  ) {}

  /** One call. A cursor that is refused is INVALID_CURSOR: the list is then searched from its head. */
  async readPage(read: PageRead, purse: Calls): Promise<SourcePage<Invoice>> {
    const from = read.anchor?.id && { [read.direction === 'forward' ? 'after' : 'before']: read.anchor.id };
    const answer = await this.transport
      .send(
        {
          method: 'GET',
          route: 'entries',
          segments: ['books', String(this.account.accountId), 'entries'],
          query: { limit: String(read.limit), ...(from || {}) },
          wanted: 'list',
          mayRecover: true,
          purse,
        },
        this.call,
      )
      .catch((error: unknown) => {
        throw isUnknownCursor(error) ? new BillingError('INVALID_CURSOR', 'TALLY has no such entry.') : error;
      });
    if (!isWireObject(answer)) throw new BillingError('UPSTREAM_INVALID_RESPONSE', 'Expected an object.');
    const page = new WireRow(list, answer);
    return { rows: page.objects('entries').map((row) => this.#toRow(row)), more: page.raw('more') === true };
  }

  #toRow(row: WireRow): Row<Invoice> {
    const [id, createdAt] = [String(row.raw('number')), row.instant('issued_at')];
    return {
      position: { id, createdAt, offset: 0 },
      node: errorOr(() => toInvoice(id, row, this.account)),
      text: () => JSON.stringify(row.json),
    };
  }
}

function isUnknownCursor(error: unknown): boolean {
  return isBillingError(error) && (error.facts.refusals ?? []).some(({ kind }) => kind === 'cursor-unknown');
}

/** What the service does not state is null, never zero. A field that is read when it is asked for may throw by itself. */
function toInvoice(invoiceId: string, row: WireRow, billingAccount: BillingAccount): Invoice {
  const currency = row.currency('currency', isoExponents);
  const state = row.text('state');
  const total = row.minorUnits('cents', currency, isoExponents);
  return {
    __typename: 'Invoice',
    id: encodeInvoiceId(billingAccount, invoiceId),
    provider: 'TALLY',
    workspaceId: null,
    accountId: billingAccount.accountId,
    ...{ invoiceId, billingAccount, currency, total, number: invoiceId, statusRaw: state },
    status: state === 'settled' ? 'PAID' : state === 'due' ? 'OPEN' : 'UNKNOWN',
    createdAt: row.instant('issued_at'),
    hasDerivedId: false,
    ...{
      subtotal: null,
      discount: null,
      tax: null,
      amountDue: null,
      amountPaid: null,
      amountRemaining: null,
    },
    ...{ period: null, dueAt: null, hostedInvoiceUrl: null, pdfUrl: null, usage: null },
    ...{ discountNames: [], lines: null, linesComplete: null },
  };
}
