import { Field, ObjectType } from 'type-graphql';
import { MoneyType } from '../money/money.type.js';

@ObjectType('FigureDifference', {
  simpleResolvers: true,
  description: 'One rule that the figures of an invoice do not keep.',
})
export class FigureDifferenceType {
  @Field(() => String, {
    description:
      'The rule, in terms of the figures: `sum of lines = subtotal`, `subtotal - discount + tax = total`, `total = amountDue`.',
  })
  rule!: string;

  @Field(() => MoneyType, {
    description: 'What the rule asks for: the subtotal as sent, or what the other figures come to.',
  })
  expected!: unknown;

  @Field(() => MoneyType, {
    description: 'What there is: the sum of the lines, or the total or amount due as sent.',
  })
  actual!: unknown;

  @Field(() => MoneyType, {
    description:
      'Expected minus actual: what the lines, the total or the amount due lack; negative where they exceed.',
  })
  difference!: unknown;
}

@ObjectType('Reconciliation', {
  simpleResolvers: true,
  description:
    'Whether the figures add up as the provider sent them. Nothing is repaired, and a rule applies only where its figures are stated (that of the lines not where more is billed beside them). Customer balances, which providers do not show, and lines that were left out are the usual reasons for a difference.',
})
export class ReconciliationType {
  @Field(() => Boolean, { description: 'True where every applicable rule holds.' })
  ok!: boolean;

  @Field(() => [FigureDifferenceType], { description: 'The rules that do not hold; empty where `ok`.' })
  differences!: unknown[];
}
