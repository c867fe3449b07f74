import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { BigIntScalar, CurrencyCodeScalar, DecimalScalar } from './money.scalars.js';

@Directive('@shareable')
@ObjectType('Money', {
  simpleResolvers: true,
  description: 'An exact amount of one currency, as the provider stated it. Never rounded, never converted.',
})
export class MoneyType {
  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      'The amount in whole minor units of the currency (cents for USD, yen for JPY). Null, never rounded, where the provider sent a fraction of a minor unit; `decimal` then holds it exactly.',
  })
  amountMinor!: string | null;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of the amount.' })
  currency!: string;

  @Field(() => Int, {
    description:
      "Decimal places of the currency's minor unit as the provider counts them: 2 for USD, 0 for JPY, 3 for KWD.",
  })
  exponent!: number;

  @Field(() => DecimalScalar, {
    description: 'The amount in major units, exact: `"1234.56"`. Also where `amountMinor` cannot hold it.',
  })
  decimal!: string;
}
