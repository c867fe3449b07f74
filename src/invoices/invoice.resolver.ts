import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { ConnectionArgs } from '../relay/connection.input.js';
import { connect, type Connection } from '../relay/connection.js';
import { parseWindow } from '../relay/window.js';
import type { InvoiceContext } from './invoice.context.js';
import type { Invoice } from './invoice.js';
import { InvoiceConnection, InvoiceType } from './invoice.type.js';
import { parseInvoiceId } from './node-id.js';

@Resolver(() => BillingAccountType)
export class InvoiceResolver {
  @Query(() => InvoiceType, {
    nullable: true,
    description:
      'One invoice by its global id. Null: the account has no such invoice. Altostrat has no fetch-by-id, so this costs two upstream calls; several ids in one operation share theirs.',
  })
  async invoice(
    @Ctx() context: InvoiceContext,
    @Arg('id', () => ID, { description: 'The global id of an invoice.' }) id: string,
  ): Promise<Invoice | null> {
    const { account, invoiceId } = parseInvoiceId(id, 'id', context);
    return context.invoices.invoice(account, invoiceId);
  }

  @FieldResolver(() => InvoiceConnection, {
    description:
      'The invoices of the account, newest first in both directions. One upstream call per 200 invoices for Altostrat; `last` without `before` walks the whole list within the call budget.',
  })
  async invoices(
    @Root() account: BillingAccount,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { invoices, pageSizeMax }: InvoiceContext,
  ): Promise<Connection<Invoice>> {
    const scope = `invoices of ${account.key}`;
    const window = parseWindow(args, { pageSizeMax, scope });
    return connect(window, scope, async (part) => invoices.window(account, part));
  }
}
