import { Field, ObjectType } from 'type-graphql';
import { InvoiceLineType } from '../invoices/invoice-line.type.js';
import { MoneyType } from '../money/money.type.js';

@ObjectType('InvoiceLineChange', {
  simpleResolvers: true,
  description: 'A line that a change makes different. No upstream call of its own.',
})
export class InvoiceLineChangeType {
  @Field(() => InvoiceLineType, { description: 'The line without the change.' })
  before!: unknown;

  @Field(() => InvoiceLineType, { description: 'The line with the change.' })
  after!: unknown;
}

@ObjectType('InvoiceChanges', {
  simpleResolvers: true,
  description:
    'How a preview differs from what is billed next without the change. Each line of both stands in one place: added, removed, changed, or, where it is the same in both, in none. Lines are matched by price and product, and among several of those by description; where neither price nor product matches, by description alone. A credit is never matched with a charge. No upstream calls of their own.',
})
export class InvoiceChangesType {
  @Field(() => [InvoiceLineType], {
    description: 'Lines that only the preview has, in its order, as the provider sent them.',
  })
  added!: unknown[];

  @Field(() => [InvoiceLineType], {
    description:
      'Lines that only the invoice without the change has, in its order, as the provider sent them.',
  })
  removed!: unknown[];

  @Field(() => [InvoiceLineChangeType], {
    description: 'Lines that both have and that differ in anything, in the order of the preview.',
  })
  changed!: unknown[];

  @Field(() => MoneyType, {
    nullable: true,
    description:
      'Total of the preview minus the total without the change, in the currency of both; negative where less is billed. Exact, computed here from the totals as the provider sent them, so with tax and discount. Null: the two are of different currencies, or a total is not stated.',
  })
  totalDifference!: unknown;
}
