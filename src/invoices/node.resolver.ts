import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badArgument } from '../errors/billing-error.js';
import { settleFirst } from '../errors/settle.js';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import { NodeType } from '../relay/node.type.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import { loadReference, type Node } from './load-reference.js';
import { parseNodeId } from './node-id.js';
import { FieldsOfInvoices } from './selected-fields.args.js';

const IDS_MAX = 100;

@Resolver(() => NodeType)
export class NodeResolver {
  @UpstreamCalls(2)
  @Query(() => NodeType, {
    nullable: true,
    description:
      'Whatever has this global id. Null: an invoice or a subscription that its account does not have. A billing account or a workspace costs no upstream call, a subscription one, an invoice what `Query.invoice` says.',
  })
  async node(
    @Ctx() context: InvoiceContext,
    @Arg('id', () => ID, {
      description: "A global id from this API, or Altostrat's `ws_...` id of a workspace.",
    })
    id: string,
    @FieldsOfInvoices() selected: SelectedFields,
  ): Promise<Node | null> {
    return loadReference(parseNodeId(id, 'id', context), selected, context);
  }

  @UpstreamCalls(1)
  @Query(() => [NodeType], {
    nullable: 'items',
    description: `Whatever has these global ids, in their order, null for each that is missing. At most ${IDS_MAX}: an error for each further one. Invoices of one account are searched for together: one upstream call where they lie on its newest page. Subscriptions of one account share theirs. An invoice for which the calls of the operation do not suffice is an error at its own place: PAGINATION_TOO_DEEP after a search, QUERY_TOO_COSTLY without one.`,
  })
  async nodes(
    @Ctx() context: InvoiceContext,
    @Arg('ids', () => [ID], {
      description: "Global ids from this API, or Altostrat's `ws_...` ids of workspaces.",
    })
    ids: string[],
    @FieldsOfInvoices() selected: SelectedFields,
  ): Promise<(Node | Error | null)[]> {
    return settleFirst(
      ids,
      IDS_MAX,
      async (id) => loadReference(parseNodeId(id, 'ids', context), selected, context),
      () => badArgument('ids', `expected at most ${IDS_MAX} ids, got ${ids.length}.`),
    );
  }
}
