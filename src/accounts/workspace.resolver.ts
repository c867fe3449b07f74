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
import { loadAccounts } from './load-accounts.js';
import { parseWorkspaceId, toWorkspace, type Workspace } from './workspace.js';
import { WorkspaceConnection, WorkspaceType } from './workspace.type.js';

const COST =
  'One upstream call for name and billingMode together; none where a list of workspaces brought them.';

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

  @Paged()
  @UpstreamCalls(1)
  @Query(() => WorkspaceConnection, {
    description: `The Altostrat workspaces that the token can see: where to begin with a token alone. One upstream call for the whole list, which brings their name and billingMode as well. An empty list: the token's user is a member of none. Where the provider refuses the list, take the \`ws_...\` id from Altostrat's own application. Northflank has no workspaces; ask \`billingAccounts(provider: NORTHFLANK)\` there. ${KEPT_BACK}`,
  })
  async workspaces(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { accounts, pageSizeMax }: AccountContext,
  ): Promise<Connection<Workspace>> {
    const scope = 'workspaces';
    return connectList(parseWindow(args, { pageSizeMax, scope }), scope, async () => accounts.workspaces());
  }

  @Directive('@shareable')
  @UpstreamCalls(1)
  @FieldResolver(() => String, { nullable: true, description: `Name of the workspace. Null: none. ${COST}` })
  async name(@Root() workspace: Workspace, @Ctx() { accounts }: AccountContext): Promise<string | null> {
    return (await accounts.workspace(workspace)).name;
  }

  @UpstreamCalls(1)
  @FieldResolver(() => String, {
    nullable: true,
    description: `How accounts share the bill, in the provider's words: \`single\`, \`assigned\`, \`pooled\`. Null: not stated. ${COST}`,
  })
  async billingMode(
    @Root() workspace: Workspace,
    @Ctx() { accounts }: AccountContext,
  ): Promise<string | null> {
    return (await accounts.workspace(workspace)).billingMode;
  }

  @Paged()
  @UpstreamCalls(1)
  @FieldResolver(() => BillingAccountConnection, {
    description: `The billing accounts of the workspace. One upstream call, which brings their name, email, currency and createdAt as well. ${KEPT_BACK}`,
  })
  async billingAccounts(
    @Root() { id }: Workspace,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: AccountContext,
  ): Promise<Connection<BillingAccount>> {
    return loadAccounts(context.workspaceDirectory().parseAccountList(id), args, context);
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
