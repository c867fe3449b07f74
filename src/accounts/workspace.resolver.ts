import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs } from '../relay/paging-arguments.input.js';
import { KEPT_BACK, Paged } from '../relay/connection.type.js';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import type { Connection } from '../relay/connection.js';
import { connectList } from '../relay/list-connection.js';
import { parseWindow } from '../relay/paging-arguments.js';
import type { AccountContext } from './account.context.js';
import type { BillingAccount } from './billing-account.js';
import { BillingAccountConnection, BillingAccountType } from './billing-account.type.js';
import { parseWorkspaceId, toWorkspace, type Workspace } from './workspace.js';
import { WorkspaceType } from './workspace.type.js';

const COST = 'One upstream call for name and billingMode together.';

@Resolver(() => WorkspaceType)
export class WorkspaceResolver {
  @Directive('@shareable')
  @Query(() => WorkspaceType, {
    nullable: true,
    description:
      'One Altostrat workspace. Makes no upstream call by itself; a field that needs one finds out whether it exists.',
  })
  workspace(@Arg('id', () => ID, { description: "Altostrat's `ws_...` id." }) id: string): Workspace {
    return toWorkspace(parseWorkspaceId(id, 'id'));
  }

  @Directive('@shareable')
  @UpstreamCalls(1)
  @FieldResolver(() => String, { nullable: true, description: `Name of the workspace. Null: none. ${COST}` })
  async name(@Root() { id }: Workspace, @Ctx() { accounts }: AccountContext): Promise<string | null> {
    return (await accounts.workspace(id)).name;
  }

  @UpstreamCalls(1)
  @FieldResolver(() => String, {
    nullable: true,
    description: `How accounts share the bill, in the provider's words: \`single\`, \`assigned\`, \`pooled\`. Null: not stated. ${COST}`,
  })
  async billingMode(@Root() { id }: Workspace, @Ctx() { accounts }: AccountContext): Promise<string | null> {
    return (await accounts.workspace(id)).billingMode;
  }

  @Paged()
  @UpstreamCalls(1)
  @FieldResolver(() => BillingAccountConnection, {
    description: `The billing accounts of the workspace. One upstream call, which brings their name, email, currency and createdAt as well. ${KEPT_BACK}`,
  })
  async billingAccounts(
    @Root() { id }: Workspace,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { accounts, pageSizeMax }: AccountContext,
  ): Promise<Connection<BillingAccount>> {
    const scope = `accounts of ${JSON.stringify(id)}`;
    return connectList(parseWindow(args, { pageSizeMax, scope }), scope, async () => accounts.accountsOf(id));
  }

  @FieldResolver(() => BillingAccountType, {
    nullable: true,
    description: 'One billing account of the workspace. Makes no upstream call by itself.',
  })
  billingAccount(
    @Root() { id }: Workspace,
    @Arg('accountId', () => ID, { description: "Altostrat's `cus_...` id." }) accountId: string,
    @Ctx() context: AccountContext,
  ): BillingAccount {
    return context.workspaceDirectory().parseAccount(id, accountId);
  }
}
