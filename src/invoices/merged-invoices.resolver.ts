import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import { Paged } from '../relay/connection.type.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import { MergedListArgs } from './invoice-filter.input.js';
import { loadMergedPage } from './load-merged-page.js';
import { MergedInvoiceConnection } from './merged-connection.type.js';
import type { MergedPage } from './merged-page.js';
import { ACCOUNTS_MAX, parseAccountIds } from './node-id.js';
import { FieldsOfNodes } from './selected-fields.args.js';

@Resolver(() => MergedInvoiceConnection)
export class MergedInvoicesResolver {
  @Paged()
  @UpstreamCalls(1)
  @Query(() => MergedInvoiceConnection, {
    description: `The invoices of up to ${ACCOUNTS_MAX} accounts of any provider as one list, newest first in both directions: by \`createdAt\`, then by provider and account. An invoice without \`createdAt\` stands where its period ends; one without either stands behind the one before it in its own account's list, or last of all. One upstream call per account, and one more for each further 200 invoices (NORTHFLANK: 100) that one of them contributes; none for an account whose end was reached. Where NORTHFLANK's lines, usage, tax, discount or reconciliation are selected, one more per invoice that is shown. An account that fails, or for which the call budget does not suffice, does not stop the others: \`sources\` names it, \`coverage.complete\` is false, and it is asked again from the cursors of the page; what then comes of it is out of order. It is an error only where no account could be read.`,
  })
  async invoices(
    @Args(() => MergedListArgs) args: MergedListArgs,
    @Ctx() context: InvoiceContext,
    @FieldsOfNodes() selected: SelectedFields,
  ): Promise<MergedPage> {
    return loadMergedPage(
      { accounts: parseAccountIds(args.accountIds, 'accountIds', context), args, selected },
      context,
    );
  }
}
