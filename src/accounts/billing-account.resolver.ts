import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { CurrencyCodeScalar } from '../money/money.scalars.js';
import { ConnectionArgs } from '../relay/paging-arguments.input.js';
import { KEPT_BACK, Paged } from '../relay/connection.type.js';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import type { Connection } from '../relay/connection.js';
import { connectList } from '../relay/list-connection.js';
import { parseWindow } from '../relay/paging-arguments.js';
import { DateTimeScalar } from '../scalars/date-time.scalar.js';
import type { AccountContext } from './account.context.js';
import type { BillingAccount } from './billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import { BillingAccountConnection, BillingAccountType } from './billing-account.type.js';
import { loadAccounts } from './load-accounts.js';
import { BillingProviderEnum } from './provider.type.js';
import type { BillingSubscription } from './billing-subscription.js';
import { BillingSubscriptionConnection } from './billing-subscription.type.js';
import { toWorkspace, type Workspace } from './workspace.js';
import { WorkspaceType } from './workspace.type.js';

const COST =
  'One upstream call for name, email, currency and createdAt together; none where a list of accounts brought them.';

@Resolver(() => BillingAccountType)
export class BillingAccountResolver {
  @Query(() => BillingAccountType, {
    nullable: true,
    description:
      'One billing account by what the provider calls it. Makes no upstream call by itself. A combination that the provider cannot have is BAD_USER_INPUT.',
  })
  billingAccount(
    @Ctx() context: AccountContext,
    @Arg('provider', () => BillingProviderEnum, { description: 'Who bills the account.' })
    provider: ProviderName,
    @Arg('workspaceId', () => ID, {
      nullable: true,
      description: "Altostrat's `ws_...` id, required there. Not for Northflank.",
    })
    workspaceId: string | null,
    @Arg('accountId', () => ID, {
      nullable: true,
      description:
        "Altostrat's `cus_...` id, required there. For Northflank a team id; left out, the token's own account.",
    })
    accountId: string | null,
  ): BillingAccount {
    return context.directory(provider).parseAccount(workspaceId ?? null, accountId ?? null);
  }

  @Paged()
  @UpstreamCalls(1)
  @Query(() => BillingAccountConnection, {
    description: `The billing accounts that the token can see: where to begin with a token alone. NORTHFLANK: the token's own account, then the teams that it can see, with their names; one upstream call for every 100 teams up to the end of the page. Not every kind of token may list teams: then it fails with FORBIDDEN or NOT_FOUND, \`billingAccount(provider: NORTHFLANK)\` is still the token's own account, and a team's id is to be taken from Northflank's own application. ALTOSTRAT: the accounts of one workspace, in one upstream call, which \`Workspace.billingAccounts\` shares; \`workspaces\` lists the ids. ${KEPT_BACK}`,
  })
  async billingAccounts(
    @Ctx() context: AccountContext,
    @Arg('provider', () => BillingProviderEnum, { description: 'Who bills the accounts.' })
    provider: ProviderName,
    @Arg('workspaceId', () => ID, {
      nullable: true,
      description: "Altostrat's `ws_...` id, required there. Not for Northflank.",
    })
    workspaceId: string | null,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
  ): Promise<Connection<BillingAccount>> {
    return loadAccounts(context.directory(provider).parseAccountList(workspaceId ?? null), args, context);
  }

  @Directive('@tag(name: "personal-data")')
  @UpstreamCalls(1)
  @FieldResolver(() => String, {
    nullable: true,
    description: `Name of the account. Null: none, or not stated, as Northflank does outside of \`billingAccounts\`. ${COST}`,
  })
  async name(@Root() account: BillingAccount, @Ctx() { accounts }: AccountContext): Promise<string | null> {
    return (await accounts.profile(account)).name;
  }

  @Directive('@tag(name: "personal-data")')
  @UpstreamCalls(1)
  @FieldResolver(() => String, { nullable: true, description: `Billing e-mail address. Null: none. ${COST}` })
  async email(@Root() account: BillingAccount, @Ctx() { accounts }: AccountContext): Promise<string | null> {
    return (await accounts.profile(account)).email;
  }

  @UpstreamCalls(1)
  @FieldResolver(() => CurrencyCodeScalar, {
    nullable: true,
    description: `Currency in which the account is billed. Null: not stated. ${COST}`,
  })
  async currency(
    @Root() account: BillingAccount,
    @Ctx() { accounts }: AccountContext,
  ): Promise<string | null> {
    return (await accounts.profile(account)).currency;
  }

  @UpstreamCalls(1)
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: `When the account was created. Null: not stated. ${COST}`,
  })
  async createdAt(
    @Root() account: BillingAccount,
    @Ctx() { accounts }: AccountContext,
  ): Promise<string | null> {
    return (await accounts.profile(account)).createdAt;
  }

  @Paged()
  @UpstreamCalls(1)
  @FieldResolver(() => BillingSubscriptionConnection, {
    description: `The subscriptions of the account, in the order the provider gives them. One upstream call. ${KEPT_BACK}`,
  })
  async subscriptions(
    @Root() account: BillingAccount,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { accounts, pageSizeMax }: AccountContext,
  ): Promise<Connection<BillingSubscription>> {
    const scope = `subscriptions of ${account.key}`;
    return connectList(parseWindow(args, { pageSizeMax, scope }), scope, async () =>
      accounts.subscriptions(account),
    );
  }

  @FieldResolver(() => WorkspaceType, {
    nullable: true,
    description:
      'The workspace that holds the account. Null for Northflank, which has none. No upstream call by itself.',
  })
  workspace(@Root() { workspaceId }: BillingAccount): Workspace | null {
    return workspaceId === null ? null : toWorkspace(workspaceId);
  }
}
