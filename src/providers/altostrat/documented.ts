import { documentsOf, type Documented } from '../../wire/documented.js';

/**
 * What Altostrat's documents say that its objects have. All generations are taken together but the oldest, whose bare
 * lists are not served: an answer that has its fields again is news.
 */
const object = documentsOf('ALTOSTRAT');

/** A line of an invoice or a preview. */
export const lineDocument = object('line', [
  'id',
  'description',
  'amount',
  'currency',
  'quantity',
  'price_id',
  'unit_amount',
  'product_name',
]);

/** A bare list is documented; Stripe's envelope of one is read as well. */
export const lineListDocument: Documented = {
  ...object('lines', ['object', 'has_more', 'url', 'total_count'], { data: lineDocument }),
  items: lineDocument,
};

/** Stored or previewed. */
export const invoiceDocument = object(
  'invoice',
  [
    'id',
    'customer_id',
    'status',
    'amount_due',
    'amount_paid',
    'currency',
    'created_at',
    'subtotal',
    'total',
    'tax',
    'discount_amount',
    'discount_names',
    'due_date',
    'hosted_invoice_url',
    'invoice_pdf',
    'number',
  ],
  { lines: lineListDocument },
);

const address = object('address', ['country', 'line1', 'line2', 'city', 'state', 'postal_code']);

/** A billing account, alone or in the list of a workspace. */
export const accountDocument = object(
  'account',
  ['id', 'workspace_id', 'name', 'email', 'phone', 'description', 'currency', 'created_at', 'updated_at'],
  { address },
);

/** What a subscription has of one product. */
export const productDocument = object('product', ['price_id', 'quantity', 'interval']);

/** A subscription in the list of its account. */
export const subscriptionDocument = object(
  'subscription',
  [
    'id',
    'billing_account_id',
    'status',
    'currency',
    'metadata',
    'current_period_start',
    'current_period_end',
    'created_at',
    'updated_at',
    'plan_id',
  ],
  // By the type of product, of which there may be new ones.
  { product_quantities: { ...object('products', []), each: productDocument } },
);

/** A workspace. */
export const workspaceDocument = object('workspace', [
  'id',
  'name',
  'description',
  'billing_mode',
  'pooled_seat_limit',
  'archived',
  'created_at',
  'updated_at',
  'archived_at',
]);

/** Lists without cursors leave them out. */
const paging = ['has_more', 'next_cursor', 'previous_cursor'];

/** What every list comes in, whatever its rows are. */
export const listDocument = object('list', ['data', ...paging]);

function listOf(row: Documented): Documented {
  return object('list', paging, { data: row });
}

export const subscriptionStatuses: ReadonlySet<string> = new Set([
  'active',
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'trialing',
  'paused',
]);

export const billingModes: ReadonlySet<string> = new Set(['single', 'assigned', 'pooled']);

/** What each route answers with. */
export const altostratDocuments: ReadonlyMap<string, Documented> = new Map([
  ['workspaces', listOf(workspaceDocument)],
  ['workspace', workspaceDocument],
  ['billing-accounts', listOf(accountDocument)],
  ['billing-account', accountDocument],
  ['subscriptions', listOf(subscriptionDocument)],
  ['invoices', listOf(invoiceDocument)],
  ['invoices/preview', invoiceDocument],
]);
