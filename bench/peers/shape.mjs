/** What the peers share: the part of our graph that the operations ask for, and how a provider's page becomes it. */
export const UPSTREAM = process.env.UPSTREAM ?? 'http://127.0.0.1:4100';
export const PORT = Number(process.env.PORT ?? 5000);

export const typeDefs = `
enum BillingProvider { ALTOSTRAT NORTHFLANK }
enum InvoiceStatus { DRAFT OPEN PAID UNCOLLECTIBLE VOID UNKNOWN }
type Query { billingAccount(provider: BillingProvider!, workspaceId: ID, accountId: ID): BillingAccount }
type BillingAccount { invoices(first: Int, after: String): InvoiceConnection! }
type InvoiceConnection { nodes: [Invoice]! pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type Money { amountMinor: String currency: String! }
type Invoice {
  invoiceId: ID! accountId: ID status: InvoiceStatus! currency: String createdAt: String dueAt: String number: String
  amountDue: Money amountPaid: Money subtotal: Money total: Money tax: Money discount: Money discountNames: [String!]
  hostedInvoiceUrl: String pdfUrl: String lines: InvoiceLineConnection
}
type InvoiceLineConnection { nodes: [InvoiceLine]! }
type InvoiceLine {
  lineId: ID description: String amount: Money quantity: String priceId: ID unitAmount: Money productName: String
}
`;

export function pathOf({ workspaceId, accountId, first }) {
  const [workspace, account] = [workspaceId, accountId].map(encodeURIComponent);
  return `/workspaces/${workspace}/billing-accounts/${account}/invoices?limit=${first ?? 20}`;
}

export function toMoney(amount, currency) {
  return amount === null ? null : { amountMinor: String(amount), currency };
}

export function toLine(line) {
  const currency = line.currency.toUpperCase();
  return {
    lineId: line.id,
    description: line.description,
    amount: toMoney(line.amount, currency),
    quantity: String(line.quantity),
    priceId: line.price_id,
    unitAmount: toMoney(line.unit_amount, currency),
    productName: line.product_name,
  };
}

export function toInvoice(row) {
  const currency = row.currency.toUpperCase();
  return {
    invoiceId: row.id,
    accountId: row.customer_id,
    status: row.status.toUpperCase(),
    currency,
    createdAt: row.created_at,
    dueAt: row.due_date,
    number: row.number,
    amountDue: toMoney(row.amount_due, currency),
    amountPaid: toMoney(row.amount_paid, currency),
    subtotal: toMoney(row.subtotal, currency),
    total: toMoney(row.total, currency),
    tax: toMoney(row.tax, currency),
    discount: toMoney(row.discount_amount, currency),
    discountNames: row.discount_names,
    hostedInvoiceUrl: row.hosted_invoice_url,
    pdfUrl: row.invoice_pdf,
    lines: { nodes: row.lines.map(toLine) },
  };
}

export function toConnection(page) {
  return { nodes: page.data.map(toInvoice), pageInfo: toPageInfo(page) };
}

export const resolvers = {
  Query: { billingAccount: (_root, args) => args },
  BillingAccount: {
    invoices: (account, args, { load }) => load({ ...account, ...args }),
  },
};

export function toPageInfo({ data, has_more: hasNextPage }) {
  return { hasNextPage, endCursor: data.at(-1)?.id ?? null };
}
