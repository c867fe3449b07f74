import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { Paged } from '../relay/connection.type.js';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import type { Invoice } from './invoice.js';
import { InvoiceListArgs } from './invoice-filter.input.js';
import type { InvoicePage } from './invoice-page.js';
import { InvoiceConnection, InvoiceType } from './invoice.type.js';
import { loadInvoicePage } from './load-invoice-page.js';
import { loadSourceStatus, type SourceStatus } from './load-source-status.js';
import { parseInvoiceId } from './node-id.js';
import { ReportsBeside, type ReportBeside } from './report-beside.args.js';
import { CountIsSelected, FieldsOfInvoices, FieldsOfNodes } from './selected-fields.args.js';
import { SourceStatusType } from './source-status.type.js';

@Resolver(() => BillingAccountType)
export class InvoiceResolver {
  @UpstreamCalls(2)
  @Query(() => InvoiceType, {
    nullable: true,
    description:
      'One invoice by its global id. Null: the account has no such invoice. Altostrat has no fetch-by-id, so this costs two upstream calls. NORTHFLANK: one; an id that was derived is searched for in the list, one call per 100 invoices. Several ids in one operation share theirs.',
  })
  async invoice(
    @Ctx() context: InvoiceContext,
    @Arg('id', () => ID, { description: 'The global id of an invoice.' }) id: string,
    @FieldsOfInvoices() selected: SelectedFields,
  ): Promise<Invoice | null> {
    const { account, invoiceId } = parseInvoiceId(id, 'id', context);
    return context.invoices.invoice(account, invoiceId, selected);
  }

  @Paged()
  @UpstreamCalls(1)
  @FieldResolver(() => InvoiceConnection, {
    description:
      'The invoices of the account, newest first in both directions, or oldest first where that is asked for. One upstream call per 200 invoices for Altostrat; `last` without `before` walks the whole list, or is PAGINATION_TOO_DEEP where the calls end before it does. NORTHFLANK: one per 100 invoices, and reading backward walks from the newest; where lines, usage, tax, discount or reconciliation are selected, one more per invoice, and the page is as short as the call budget makes it. A page that the budget or a fault cut short holds the rows that came before: `hasNextPage` (`hasPreviousPage` with `last`) is true, its cursors go on from there, and a fault is told beside it, at the path of this field. With a filter, whole pages of the list are read until this one is full, and `hasNextPage` (`hasPreviousPage` with `last`) costs those up to the next invoice that the filter lets through, where none is at hand; a page that the budget cut short may be empty, and then has the cursor to go on from in `endCursor` (`startCursor` with `last`), also without edges.',
  })
  async invoices(
    @Root() account: BillingAccount,
    @Args(() => InvoiceListArgs) args: InvoiceListArgs,
    @Ctx() context: InvoiceContext,
    @FieldsOfNodes() selected: SelectedFields,
    @CountIsSelected() countIsSelected: () => boolean,
    @ReportsBeside() report: ReportBeside,
  ): Promise<InvoicePage> {
    const page = await loadInvoicePage({ account, args, selected, countIsSelected }, context);
    if (page.failure) report(page.failure);
    return page;
  }

  @UpstreamCalls(1)
  @FieldResolver(() => SourceStatusType, {
    description:
      'Whether the provider answers for this account, without an error if it does not. Select it under an alias of its own, for an account whose `invoices` fail is null. One upstream call, shared with `invoices` from the head of the list; QUERY_TOO_COSTLY where none is left to ask with.',
  })
  async source(@Root() account: BillingAccount, @Ctx() { invoices }: InvoiceContext): Promise<SourceStatus> {
    return loadSourceStatus(account, invoices);
  }
}
