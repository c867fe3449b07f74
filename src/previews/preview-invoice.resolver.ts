import { Arg, Ctx, Extensions, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { isRenewing, type BillingSubscription } from '../accounts/billing-subscription.js';
import { BillingSubscriptionType } from '../accounts/billing-subscription.type.js';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import type { PreviewContext } from './preview.context.js';
import type { InvoicePreview } from './invoice-preview.js';
import { InvoicePreviewType } from './invoice-preview.type.js';
import type { PreviewPayload } from './preview-error.js';
import { previewChange } from './preview-change.js';
import { PreviewInvoiceInput } from './preview-invoice.input.js';
import { PreviewInvoicePayload } from './preview-invoice.type.js';

@Resolver(() => BillingAccountType)
export class PreviewInvoiceResolver {
  @UpstreamCalls(1)
  @Mutation(() => PreviewInvoicePayload, {
    description:
      'What would be billed after a change. Nothing is changed. One upstream call; none where the input is refused here.',
  })
  async previewInvoice(
    @Ctx() context: PreviewContext,
    @Arg('input', () => PreviewInvoiceInput, { description: 'The change to preview.' })
    input: PreviewInvoiceInput,
  ): Promise<PreviewPayload> {
    return previewChange(input, context);
  }

  // Each is computed anew, so a second run would ask for all of them again.
  @Extensions({ runsOnce: true })
  @UpstreamCalls(1)
  @Query(() => [PreviewInvoicePayload], {
    description:
      'Previews several candidate changes at once, in the order given: the query twin of `previewInvoice`, since mutation fields run one after the other. One upstream call each, in parallel. An input for which the calls of the operation do not suffice has a RateLimitedError in its `userErrors`; the others stand.',
  })
  async invoicePreviews(
    @Ctx() context: PreviewContext,
    @Arg('inputs', () => [PreviewInvoiceInput], { description: 'The changes to preview.' })
    inputs: PreviewInvoiceInput[],
  ): Promise<PreviewPayload[]> {
    return Promise.all(inputs.map(async (input) => previewChange(input, context)));
  }

  @Extensions({ isComputed: true })
  @UpstreamCalls(2)
  @FieldResolver(() => InvoicePreviewType, {
    nullable: true,
    description:
      "What is billed next if nothing changes. ALTOSTRAT: of the account's only renewing subscription; null where it has none or several (ask each BillingSubscription); two upstream calls. NORTHFLANK: its running costs since the last invoice; null for accounts whose generation of the API has no preview; one upstream call, or two where it is null.",
  })
  async upcomingInvoice(
    @Root() account: BillingAccount,
    @Ctx() context: PreviewContext,
  ): Promise<InvoicePreview | null> {
    return context.upcoming(account);
  }
}

@Resolver(() => BillingSubscriptionType)
export class UpcomingInvoiceResolver {
  @Extensions({ isComputed: true })
  @UpstreamCalls(1)
  @FieldResolver(() => InvoicePreviewType, {
    nullable: true,
    description:
      'What is billed next for this subscription if nothing changes. Null where it does not renew, or nothing is to be billed. One upstream call.',
  })
  async upcomingInvoice(
    @Root() subscription: BillingSubscription,
    @Ctx() context: PreviewContext,
  ): Promise<InvoicePreview | null> {
    if (!isRenewing(subscription)) return null;
    const { account, subscriptionId } = subscription;
    return context.upcoming(account, subscriptionId);
  }
}
