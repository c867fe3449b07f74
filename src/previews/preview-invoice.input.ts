import { Field, ID, InputType, Int } from 'type-graphql';
import type { ProviderName } from '../errors/provider-name.js';
import { BillingIntervalEnum, BillingProviderEnum } from '../accounts/provider.type.js';
import type { BillingInterval } from '../accounts/billing-subscription.js';
import { PREVIEW_PROVIDER_DEFAULT, type PreviewRequest, type RequestedItem } from './parse-change.js';

@InputType('PreviewItemInput', { description: 'One product of the wanted set.' })
export class PreviewItemInput implements RequestedItem {
  @Field(() => String, {
    description: "The provider's word for the product: `locations`, `users`, `sso` ...",
  })
  productType!: string;

  @Field(() => Int, { description: 'How many are wanted; 0 removes the product.' })
  quantity!: number;

  @Field(() => BillingIntervalEnum, {
    nullable: true,
    defaultValue: 'MONTH',
    description: 'How often it is billed. One subscription may mix monthly and yearly products.',
  })
  interval?: BillingInterval | null;
}

@InputType('PreviewInvoiceInput', {
  description: 'A change to preview. Nothing is changed at the provider, so it can be repeated at will.',
})
export class PreviewInvoiceInput implements PreviewRequest {
  @Field(() => ID, {
    nullable: true,
    description: 'The global id of the billing account: this, or provider, workspaceId and accountId.',
  })
  billingAccountId?: string | null;

  @Field(() => BillingProviderEnum, {
    nullable: true,
    defaultValue: PREVIEW_PROVIDER_DEFAULT,
    description: 'Who bills the account, where it is not given by billingAccountId.',
  })
  provider?: ProviderName | null;

  @Field(() => ID, {
    nullable: true,
    description: "Altostrat's `ws_...` id, where billingAccountId is not given.",
  })
  workspaceId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "Altostrat's `cus_...` id, where billingAccountId is not given.",
  })
  accountId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The subscription to change, `sub_...`. Left out: a new one. Alone, without items: its next regular invoice.',
  })
  subscriptionId?: string | null;

  @Field(() => [PreviewItemInput], {
    nullable: true,
    description: 'The full wanted set: quantity 0 or absence removes a product. 1 to 100 items.',
  })
  items?: PreviewItemInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Previews the end of the subscription. Not together with items.',
  })
  cancelSubscription?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Comes back in the payload unchanged.' })
  clientMutationId?: string | null;
}
