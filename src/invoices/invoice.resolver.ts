import type { GraphQLResolveInfo } from 'graphql';
import { parseResolveInfo, type ResolveTree } from 'graphql-parse-resolve-info';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { ConnectionArgs } from '../relay/connection.input.js';
import { connect, type Connection } from '../relay/connection.js';
import { narrowSlice } from '../relay/read-window.js';
import { parseWindow } from '../relay/window.js';
import { toAffordable, type WindowPrice } from './affordable-window.js';
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
      'The invoices of the account, newest first in both directions. One upstream call per 200 invoices for Altostrat; `last` without `before` walks the whole list within the call budget. NORTHFLANK: one per 100 invoices, and reading backward walks from the newest; where lines, usage, tax, discount or reconciliation are selected, one more per invoice, and the page is as short as the call budget makes it.',
  })
  async invoices(
    @Root() account: BillingAccount,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: InvoiceContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Invoice>> {
    const { pageSizeMax, invoices } = context;
    const scope = `invoices of ${account.key}`;
    const asked = parseWindow(args, { pageSizeMax, scope });
    if (asked.size === 0) return connect(asked, scope, async (part) => invoices.window(account, part));
    const price = readPrice(account, context, info);
    return connect(toAffordable(asked, price), scope, async (part) => {
      const slice = await invoices.window(account, part);
      // Its pages may have cost more than could be foreseen: a walk, or a window that lies across two of them.
      const read = { ...part, size: slice.rows.length };
      const now = { ...price, pageMax: Number.POSITIVE_INFINITY, callsLeft: context.callsLeft() };
      return narrowSlice(slice, part.direction, toAffordable(read, now).size);
    });
  }
}

function readPrice(account: BillingAccount, context: InvoiceContext, info: GraphQLResolveInfo): WindowPrice {
  const source = context.invoiceSource(account.provider);
  const { pageMax } = source.invoices(account);
  const isDetailed = source.detailFields.size > 0 && selectsAny(info, source.detailFields);
  return { pageMax, callsPerRow: isDetailed ? 1 : 0, callsLeft: context.callsLeft() };
}

/** Whether one of the invoice's fields is selected below `nodes` or `edges { node }`, whatever it is called there. */
function selectsAny(info: GraphQLResolveInfo, fields: ReadonlySet<string>): boolean {
  const connection = fieldsOf(parseResolveInfo(info) as ResolveTree);
  const nodes = connection.flatMap((field) => (field.name === 'edges' ? fieldsOf(field) : [field]));
  return nodes
    .filter(({ name }) => name === 'nodes' || name === 'node')
    .some((node) => {
      return fieldsOf(node).some(({ name }) => fields.has(name));
    });
}

/** The fields selected below a field, on whichever type a fragment names. */
function fieldsOf({ fieldsByTypeName }: ResolveTree): readonly ResolveTree[] {
  return Object.values(fieldsByTypeName).flatMap((fields) => Object.values(fields));
}
