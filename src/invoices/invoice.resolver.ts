import { locatedError, responsePathAsArray, type GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { ConnectionArgs } from '../relay/paging-arguments.input.js';
import { Paged } from '../relay/connection.type.js';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import { connect, type Connection } from '../relay/connection.js';
import { parseWindow } from '../relay/paging-arguments.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import type { Invoice } from './invoice.js';
import { InvoiceConnection, InvoiceType } from './invoice.type.js';
import { loadSourceStatus, type SourceStatus } from './load-source-status.js';
import { parseInvoiceId } from './node-id.js';
import { FieldsOfInvoices, FieldsOfNodes } from './selected-fields.args.js';
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
      'The invoices of the account, newest first in both directions. One upstream call per 200 invoices for Altostrat; `last` without `before` walks the whole list, or is PAGINATION_TOO_DEEP where the calls end before it does. NORTHFLANK: one per 100 invoices, and reading backward walks from the newest; where lines, usage, tax, discount or reconciliation are selected, one more per invoice, and the page is as short as the call budget makes it. A page that the budget or a fault cut short holds the rows that came before: `hasNextPage` (`hasPreviousPage` with `last`) is true, its cursors go on from there, and a fault is told beside it, at the path of this field.',
  })
  async invoices(
    @Root() account: BillingAccount,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: InvoiceContext,
    @FieldsOfNodes() selected: SelectedFields,
    @Info() { fieldNodes, path }: GraphQLResolveInfo,
  ): Promise<Connection<Invoice>> {
    const scope = `invoices of ${account.key}`;
    const { pageSizeMax, invoices } = context;
    const window = parseWindow(args, { pageSizeMax, scope });
    // A window of no rows is only looked beyond.
    const fields = window.size > 0 ? selected : undefined;
    const page = await connect(window, scope, async (part) => invoices.window(account, part, fields));
    if (page.failure) context.reportBeside(locatedError(page.failure, fieldNodes, responsePathAsArray(path)));
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
