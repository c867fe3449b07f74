import { Field, ObjectType } from 'type-graphql';
import { ScanCoverageType } from './invoice-totals.type.js';
import { InvoiceList, RECOVERED } from './invoice.type.js';
import { SourceStatusType } from './source-status.type.js';

@ObjectType('MergedInvoiceConnection', {
  simpleResolvers: true,
  description: 'Invoices of several accounts as one list, and how each of the accounts fared.',
})
export class MergedInvoiceConnection extends InvoiceList {
  @Field(() => ScanCoverageType, {
    description:
      'How much of the lists was looked at for this page. Not complete where an account failed: what is shown of it later is out of order. No upstream call.',
  })
  coverage!: unknown;

  @Field(() => Boolean, {
    nullable: true,
    description: `Of any of the accounts. ${RECOVERED}`,
  })
  recovered!: boolean | null;

  @Field(() => [SourceStatusType], {
    description:
      'How each account fared, in the order in which they were named. One that failed keeps its place in the cursors of this page, from which it is asked again. No upstream call but with `first: 0` or `last: 0`: one per account.',
  })
  sources!: unknown;
}
