import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { DateTimeScalar } from '../scalars/date-time.scalar.js';
import { invoiceChangeCauses, type InvoiceChangeCause } from './diff-heads.js';

registerEnumType(invoiceChangeCauses, {
  name: 'InvoiceChangeCause',
  description: 'What was seen to have happened to an invoice.',
  valuesConfig: {
    CREATED: { description: 'It is in the list, and was not there before.' },
    STATUS_CHANGED: { description: "The provider's word for its status is another one; perhaps more is." },
    CHANGED: { description: 'Something that the list tells of it is different, but not its status.' },
    RESYNC: {
      description:
        'Changes may have been missed, or there were more than 20 at once: read the list anew. `invoice` is null.',
    },
  },
});

@ObjectType('InvoiceChanged', {
  simpleResolvers: true,
  description:
    'A signal that something changed, not the change itself: `invoice` is read anew when the event is sent. Two changes that come close together may be one event, and nothing is ordered by the clock of a provider.',
})
export class InvoiceChangedType {
  @Field(() => BillingAccountType, {
    description: 'The account whose list changed. No upstream call by itself.',
  })
  billingAccount!: unknown;

  @Field(() => invoiceChangeCauses, { description: 'What was seen. No upstream call.' })
  cause!: InvoiceChangeCause;

  @Field(() => DateTimeScalar, {
    description:
      'When this service saw it, by its own clock: some time after it happened, up to the interval of polling. No upstream call.',
  })
  observedAt!: string;
}
