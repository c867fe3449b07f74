import { Field, Int, ObjectType } from 'type-graphql';
import { BillingAccountType } from '../accounts/billing-account.type.js';

@ObjectType('SourceStatus', {
  simpleResolvers: true,
  description:
    'Whether the provider answers for an account, as data: it also reaches clients whose router takes errors out of answers.',
})
export class SourceStatusType {
  @Field(() => BillingAccountType, {
    description: 'The account that was asked for. No upstream call by itself.',
  })
  account!: unknown;

  @Field(() => Boolean, { description: 'Whether its invoices could be read.' })
  ok!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why they could not, one of `ErrorCode`: what a client should act on. Null: they could.',
  })
  code!: string | null;

  @Field(() => String, { nullable: true, description: 'The same in words for people. Null: they could.' })
  message!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long to wait before trying again, in milliseconds. Null: not known.',
  })
  retryAfterMs!: number | null;
}
