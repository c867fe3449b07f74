import { Field, ID, Int, ObjectType } from 'type-graphql';
import { CurrencyCodeScalar } from '../money/money.scalars.js';
import { connectionOf } from '../relay/connection.type.js';
import { NodeType } from '../relay/node.type.js';
import { DateTimeScalar } from '../scalars/date-time.scalar.js';
import { BillingIntervalEnum } from './provider.type.js';
import type { BillingInterval } from './billing-subscription.js';

@ObjectType('BillingPeriod', {
  simpleResolvers: true,
  description: 'A span of time, as the provider stated it.',
})
export class BillingPeriodType {
  @Field(() => DateTimeScalar, { description: 'When the period begins.' })
  start!: string;

  @Field(() => DateTimeScalar, {
    description: 'When the period ends, as the provider stated it: Northflank counts the last second in.',
  })
  end!: string;
}

@ObjectType('SubscriptionItem', { simpleResolvers: true, description: 'One product of a subscription.' })
export class SubscriptionItemType {
  @Field(() => String, {
    description: "The provider's word for the product: `locations`, `users`, `sso` ...",
  })
  productType!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The price that applies. Null where the provider names none.',
  })
  priceId!: string | null;

  @Field(() => Int, { description: 'How many of the product.' })
  quantity!: number;

  @Field(() => BillingIntervalEnum, {
    nullable: true,
    description: 'How often it is billed. Null where the provider does not say, or uses a word unknown here.',
  })
  interval!: BillingInterval | null;
}

@ObjectType('BillingSubscription', {
  simpleResolvers: true,
  implements: NodeType,
  description: 'What an account pays for regularly. Read together with its siblings in one upstream call.',
})
export class BillingSubscriptionType {
  @Field(() => ID, { description: "The provider's own id, `sub_...`. Previews take this one." })
  subscriptionId!: string;

  @Field(() => String, {
    description:
      "The provider's own word: `active`, `trialing`, `past_due`, `unpaid`, `canceled`, `paused` ...",
  })
  status!: string;

  @Field(() => CurrencyCodeScalar, {
    nullable: true,
    description: 'Currency of its prices. Null: not stated.',
  })
  currency!: string | null;

  @Field(() => BillingPeriodType, {
    nullable: true,
    description: 'The period that is paid for now. Null where the provider states none.',
  })
  currentPeriod!: unknown;

  @Field(() => [SubscriptionItemType], {
    nullable: true,
    description:
      'The products with their quantities; empty where there are none. Null, with an error here alone, where they cannot be read.',
  })
  items!: unknown[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was created. Null: not stated.' })
  createdAt!: string | null;
}

@ObjectType('BillingSubscriptionConnection', {
  simpleResolvers: true,
  description: 'The subscriptions of an account. One upstream call for the whole list, whatever the page.',
})
export class BillingSubscriptionConnection extends connectionOf(
  BillingSubscriptionType,
  'BillingSubscription',
) {}
