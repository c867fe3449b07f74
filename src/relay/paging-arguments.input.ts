import { ArgsType, Field, Int } from 'type-graphql';
import { PAGE_SIZE_DEFAULT } from '../lists/window.js';

/** The Relay paging arguments. Every connection takes these four and reads them with `parseWindow`. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many edges after the cursor, in the order of the list. ${PAGE_SIZE_DEFAULT} where neither \`first\` nor \`last\` is given; 0 to 1000 unless the operator set another maximum. Not together with \`last\` or \`before\`.`,
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'A cursor of this list: the page begins right after its edge. Goes with `first`.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many edges before the cursor, still in the order of the list. Without `before`, the last ones of the list. Not together with `first` or `after`.',
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'A cursor of this list: the page ends right before its edge. Goes with `last`.',
  })
  before?: string | null;
}
