import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { BigIntScalar, CurrencyCodeScalar } from '../money/money.scalars.js';
import { ConnectionArgs } from '../relay/paging-arguments.input.js';
import { DateTimeScalar } from '../scalars/date-time.scalar.js';
import { ACCOUNTS_MAX } from './node-id.js';

/** Statuses that can be asked for. */
export const statusFilters = {
  DRAFT: 'DRAFT',
  OPEN: 'OPEN',
  PAID: 'PAID',
  UNCOLLECTIBLE: 'UNCOLLECTIBLE',
  VOID: 'VOID',
} as const;

registerEnumType(statusFilters, {
  name: 'InvoiceStatusFilter',
  description:
    'The statuses of `InvoiceStatus` that can be asked for. Not UNKNOWN: that is what the provider does not tell.',
  valuesConfig: {
    DRAFT: { description: 'Not final.' },
    OPEN: { description: 'Final and awaiting payment.' },
    PAID: { description: 'Paid in full.' },
    UNCOLLECTIBLE: { description: 'Written off.' },
    VOID: { description: 'Cancelled.' },
  },
});

/** How lists of invoices may be ordered. */
export const invoiceOrders = { NEWEST_FIRST: 'NEWEST_FIRST', OLDEST_FIRST: 'OLDEST_FIRST' } as const;
export type InvoiceOrder = keyof typeof invoiceOrders;

registerEnumType(invoiceOrders, {
  name: 'InvoiceOrder',
  description:
    'The orders in which invoices are listed. There are no others: a provider gives its list in one, and a page of it that is sorted is no page of a sorted list.',
  valuesConfig: {
    NEWEST_FIRST: { description: "The provider's own order." },
    OLDEST_FIRST: {
      description:
        'Its reverse. The first page costs a walk over the whole list, one upstream call per 200 invoices (NORTHFLANK: 100), or is PAGINATION_TOO_DEEP where the calls end before it does. From a cursor on, a page costs what one of the other order does; NORTHFLANK walks from the newest invoice for each.',
    },
  },
});

@InputType('InvoiceFilter', {
  description:
    'Which invoices are wanted: those of which all that is given here holds. No provider filters, so the list is looked through. An invoice of which one thing that is given does not hold is out; of the others, one of which something that is given is not stated or cannot be read is neither listed nor counted, but told: in `coverage.undecided`, as AT_LEAST, as `complete: false`.',
})
export class InvoiceFilterType {
  @Field(() => [statusFilters], { nullable: true, description: 'Any of these statuses. Not empty.' })
  status?: string[] | null;

  @Field(() => [CurrencyCodeScalar], {
    nullable: true,
    description: 'Any of these currencies. Not empty.',
  })
  currency?: string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Created then or later. An invoice whose provider does not say when it was created (NORTHFLANK) counts by the end of its period. With it, looking stops at the first page that ends with an older invoice.',
  })
  createdFrom?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Created earlier, by the same dates. Later than `createdFrom`. Newer invoices still have to be passed.',
  })
  createdBefore?: string | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "A total of as much or more, in minor units of the invoice's own currency, whichever that is; name a `currency` beside it.",
  })
  totalAtLeast?: string | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'A total of less, in the same units. More than `totalAtLeast`.',
  })
  totalBelow?: string | null;
}

@ArgsType()
class FilteredListArgs extends ConnectionArgs {
  @Field(() => InvoiceFilterType, {
    nullable: true,
    description:
      'Which invoices the list is of; left out: all. A cursor belongs to the list of its filter, and is INVALID_CURSOR in another.',
  })
  filter?: InvoiceFilterType | null;
}

@ArgsType()
export class InvoiceListArgs extends FilteredListArgs {
  @Field(() => invoiceOrders, {
    nullable: true,
    defaultValue: invoiceOrders.NEWEST_FIRST,
    description: 'The order of the list. A cursor belongs to it, too.',
  })
  orderBy?: InvoiceOrder | null;
}

@ArgsType()
export class MergedListArgs extends FilteredListArgs {
  @Field(() => [ID], {
    description: `Global ids of billing accounts, of any provider; at most ${ACCOUNTS_MAX}, each counted once. A cursor belongs to the set of them, in whichever order they are named.`,
  })
  accountIds!: string[];
}
