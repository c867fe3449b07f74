import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BillingPeriodType } from '../accounts/billing-subscription.type.js';
import { CurrencyCodeScalar } from '../money/money.scalars.js';
import { MoneyType } from '../money/money.type.js';
import { countPrecisions, type CountPrecision } from './count-invoices.js';

registerEnumType(countPrecisions, {
  name: 'CountPrecision',
  description: 'What a count is worth.',
  valuesConfig: {
    EXACT: { description: 'The whole list was read.' },
    AT_LEAST: {
      description:
        'There are so many, and there may be more: the calls ended or the provider failed before the list did, or there are invoices of which nobody can tell whether the filter lets them through.',
    },
    UNKNOWN: { description: 'Nothing could be read.' },
  },
});

@ObjectType('CountEstimate', {
  simpleResolvers: true,
  description: 'How many invoices a list has, as far as that could be found out.',
})
export class CountEstimateType {
  @Field(() => Int, { nullable: true, description: 'Null: nothing is known.' })
  value!: number | null;

  @Field(() => countPrecisions, { description: 'Whether the value is all.' })
  precision!: CountPrecision;
}

@ObjectType('ScanCoverage', {
  simpleResolvers: true,
  description: 'How much of a list was looked at for a page.',
})
export class ScanCoverageType {
  @Field(() => Int, {
    description: 'Invoices that were looked at, those that the filter leaves out included.',
  })
  scanned!: number;

  @Field(() => Int, {
    description:
      'Those of them of which nobody can tell whether the filter lets them through, because what it goes by is not stated or cannot be read. They are not on the page.',
  })
  undecided!: number;

  @Field(() => Boolean, {
    description:
      'Whether nothing is missing from the page. False: the call budget or a fault ended the looking early, and the cursors of `pageInfo` go on from there; or some are undecided.',
  })
  complete!: boolean;
}

const NOT_STATED =
  'Null: one of the invoices does not state it, so that the sum of the others would be too small.';

@ObjectType('CurrencyTotals', {
  simpleResolvers: true,
  description:
    'What the invoices of one currency come to, exactly; amounts of two currencies are never added. Voided and draft invoices count as well: filter by status.',
})
export class CurrencyTotalsType {
  @Field(() => CurrencyCodeScalar, { description: 'The currency of all the sums.' })
  currency!: string;

  @Field(() => Int, { description: 'How many invoices the sums are of.' })
  invoices!: number;

  @Field(() => MoneyType, { description: 'The sum of their totals.' })
  total!: unknown;

  @Field(() => MoneyType, { nullable: true, description: `The sum of what was due. ${NOT_STATED}` })
  amountDue!: unknown;

  @Field(() => MoneyType, { nullable: true, description: `The sum of what was paid. ${NOT_STATED}` })
  amountPaid!: unknown;

  @Field(() => MoneyType, { nullable: true, description: `The sum of what is still owed. ${NOT_STATED}` })
  amountRemaining!: unknown;

  @Field(() => BillingPeriodType, {
    nullable: true,
    description:
      'From the oldest of these invoices to the newest, by the dates that `InvoiceFilter.createdFrom` goes by. Null: the date of one of them is not known.',
  })
  period!: unknown;

  @Field(() => Boolean, {
    description:
      'Whether these are all invoices that the filter lets through. False: the call budget or a fault ended the reading early; or there is an invoice, of whatever currency, that could not be counted: its total is not stated, a figure of it cannot be read, or nobody can tell whether the filter lets it through.',
  })
  complete!: boolean;
}
