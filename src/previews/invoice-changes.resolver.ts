import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import type { InvoiceChanges } from './invoice-changes.js';
import { InvoiceChangesType } from './invoice-changes.type.js';
import type { InvoicePreview } from './invoice-preview.js';
import { InvoicePreviewType } from './invoice-preview.type.js';
import { loadChanges } from './load-changes.js';
import type { PreviewContext } from './preview.context.js';

@Resolver(() => InvoicePreviewType)
export class InvoiceChangesResolver {
  @UpstreamCalls(1)
  @FieldResolver(() => InvoiceChangesType, {
    nullable: true,
    description:
      'What the change adds to, removes from and alters in the next invoice of the subscription. One upstream call, only if selected; all candidates for one subscription share it, as does its `upcomingInvoice`. Null, without a call, where there is nothing to compare with: a new subscription, whose invoice would not exist without the change, and a preview of no change, as every `upcomingInvoice` is. Null after the call where the subscription would bill nothing, or where the provider did not send all lines of both. Null, with an error here alone, where the call fails or a line cannot be read. NORTHFLANK: null, for it previews no changes.',
  })
  async changes(
    @Root() preview: InvoicePreview,
    @Ctx() { upcoming }: PreviewContext,
  ): Promise<InvoiceChanges | null> {
    return loadChanges(preview, upcoming);
  }
}
