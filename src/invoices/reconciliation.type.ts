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
    'Whether the figures add up as the provider sent them. Nothing is repaired, and a rule is checked only where its figures are stated (that of the lines not where more is billed beside them; a discount that is not stated takes nothing off). Customer balances, which providers do not show, and lines that were left out are the usual reasons for a difference.',
})
export class ReconciliationType {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether every rule in `checked` holds. Null: none could be checked, which is no approval.',
  })
  ok!: boolean | null;

  @Field(() => [String], {
    description: 'The rules whose figures are stated, in the words of `FigureDifference.rule`.',
  })
  checked!: readonly string[];

  @Field(() => [String], {
    description: 'The rules that need a figure which is not stated, in the same words.',
  })
  unchecked!: readonly string[];

  @Field(() => [FigureDifferenceType], { description: 'The rules that do not hold; empty where `ok`.' })
  differences!: unknown[];
}
