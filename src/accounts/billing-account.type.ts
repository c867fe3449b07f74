import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../relay/connection.type.js';
import { NodeType } from '../relay/node.type.js';
import type { ProviderName } from '../errors/provider-name.js';
import { BillingProviderEnum } from './provider.type.js';

@Directive('@key(fields: "id")')
@Directive('@key(fields: "provider workspaceId accountId")')
@ObjectType('BillingAccount', {
  simpleResolvers: true,
  implements: NodeType,
  description:
    'One account that is billed. Its identity costs no upstream call; whether the provider has it is found out by the first field that needs the provider, which fails with NOT_FOUND if not.',
})
export class BillingAccountType {
  @Field(() => BillingProviderEnum, { description: 'Who bills the account. No upstream call.' })
  provider!: ProviderName;

  @Field(() => ID, {
    nullable: true,
    description: "Altostrat's `ws_...` id. Null for Northflank, which has no workspaces. No upstream call.",
  })
  workspaceId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "The provider's own id: Altostrat `cus_...`, or a Northflank team id. Null for the Northflank token's own account. No upstream call.",
  })
  accountId!: string | null;
}

@ObjectType('BillingAccountConnection', {
  simpleResolvers: true,
  description:
    'The billing accounts of a workspace, or of a Northflank token. One upstream call for the whole list, whatever the page; at Northflank one for every 100 teams up to the end of the page.',
})
export class BillingAccountConnection extends connectionOf(BillingAccountType, 'BillingAccount') {}
