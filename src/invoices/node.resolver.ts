import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { BillingAccount } from '../accounts/billing-account.js';
import { badArgument } from '../errors/billing-error.js';
import { settleFirst } from '../errors/settle.js';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import { NodeType } from '../relay/node.type.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import type { Invoice } from './invoice.js';
import { loadReference } from './load-reference.js';
import { parseNodeId } from './node-id.js';
import { FieldsOfInvoices } from './selected-fields.args.js';

const IDS_MAX = 100;

@Resolver(() => NodeType)
export class NodeResolver {
  @UpstreamCalls(2)
  @Query(() => NodeType, {
    nullable: true,
    description:
      'Whatever has this global id. Null: an invoice that its account does not have. A billing account costs no upstream call, an Altostrat invoice two.',
  })
  async node(
    @Ctx() context: InvoiceContext,
    @Arg('id', () => ID, { description: 'A global id from this API.' }) id: string,
    @FieldsOfInvoices() selected: SelectedFields,
  ): Promise<BillingAccount | Invoice | null> {
    return loadReference(parseNodeId(id, 'id', context), selected, context.invoices);
  }

  @UpstreamCalls(1)
  @Query(() => [NodeType], {
    nullable: 'items',
    description: `Whatever has these global ids, in their order, null for each that is missing. At most ${IDS_MAX}: an error for each further one. Invoices of one account are searched for together: one upstream call where they lie on its newest page.`,
  })
  async nodes(
    @Ctx() context: InvoiceContext,
    @Arg('ids', () => [ID], { description: 'Global ids from this API.' }) ids: string[],
    @FieldsOfInvoices() selected: SelectedFields,
  ): Promise<(BillingAccount | Invoice | Error | null)[]> {
    return settleFirst(
      ids,
      IDS_MAX,
      async (id) => loadReference(parseNodeId(id, 'ids', context), selected, context.invoices),
      () => badArgument('ids', `expected at most ${IDS_MAX} ids, got ${ids.length}.`),
    );
  }
}
