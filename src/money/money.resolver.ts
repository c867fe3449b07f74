import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { formatMoney } from './format-money.js';
import type { Money } from './money.js';
import { MoneyType } from './money.type.js';

@Resolver(() => MoneyType)
export class MoneyResolver {
  @FieldResolver(() => String, {
    description:
      'The amount as people of the locale write it, exact: `$1,234.56`. For showing, not for reading back.',
  })
  formatted(
    @Root() money: Money,
    @Arg('locale', () => String, {
      nullable: true,
      defaultValue: 'en-US',
      description:
        'A BCP 47 language tag such as `en-US` or `de-DE`, at most 35 characters; `en-US` where left out.',
    })
    locale: string | null,
  ): string {
    return formatMoney(money, locale ?? 'en-US');
  }
}
