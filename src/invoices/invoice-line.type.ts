import { Field, ID, ObjectType } from 'type-graphql';
import { DecimalScalar } from '../money/money.scalars.js';
import { MoneyType } from '../money/money.type.js';
import { connectionOf } from '../relay/connection.type.js';

@ObjectType('InvoiceLine', {
  simpleResolvers: true,
  description:
    'One line of an invoice, as the provider sent it with the invoice. No upstream call of its own.',
})
export class InvoiceLineType {
  @Field(() => ID, {
    nullable: true,
    description:
      "The provider's own id. Null on previews, whose line ids are temporary, and where none is sent.",
  })
  lineId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What is billed, in words for people. Null: not stated.',
  })
  description!: string | null;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'The amount of the line; negative for credits. Null: not stated.',
  })
  amount!: unknown;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'How many. Null: not stated. For tiered or prorated prices, quantity times unit is not the amount.',
  })
  quantity!: string | null;

  @Field(() => MoneyType, { nullable: true, description: 'The price of one. Null: not stated.' })
  unitAmount!: unknown;

  @Field(() => ID, { nullable: true, description: "The provider's id of the price. Null: not stated." })
  priceId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the product. Null: not stated.' })
  productName!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the line corrects a period that had begun. Null: the provider does not say.',
  })
  proration!: boolean | null;
}

@ObjectType('InvoiceLineConnection', {
  simpleResolvers: true,
  description:
    'The lines of one invoice, in the order the provider gives them. No upstream call of their own.',
})
export class InvoiceLineConnection extends connectionOf(InvoiceLineType, 'InvoiceLine') {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether these lines are all that is billed. Null: the provider does not say. False where it says that it has more, and for NORTHFLANK, which bills usage beside them.',
  })
  complete!: boolean | null;
}
