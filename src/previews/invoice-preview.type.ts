import { Field, ObjectType } from 'type-graphql';
import { InvoiceFiguresType } from '../invoices/invoice.type.js';
import { DateTimeScalar } from '../scalars/date-time.scalar.js';

@ObjectType('InvoicePreview', {
  simpleResolvers: true,
  implements: InvoiceFiguresType,
  description:
    'What would be billed. Not a Node: two previews of one change differ in time and prorated cents, so it must not be cached or fetched again as an invoice.',
})
export class InvoicePreviewType {
  @Field(() => DateTimeScalar, { description: 'When the preview was computed.' })
  computedAt!: string;
}
