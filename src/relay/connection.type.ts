import { Directive, Field, ObjectType, type ClassType } from 'type-graphql';
import { PAGE_SIZE_DEFAULT } from '../lists/window.js';

@Directive('@shareable')
@ObjectType('PageInfo', {
  simpleResolvers: true,
  description: 'Where a page stands in its list. Both booleans are facts in both directions, not guesses.',
})
export class PageInfoType {
  @Field(() => Boolean, {
    description:
      'Whether rows follow this page: older ones, in a list of invoices. At most one upstream call, and none where the page already told.',
  })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether rows precede this page: newer ones, in a list of invoices. At most one upstream call, and none where the page already told.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of the first edge; of a page that reading backward left short, where to go on. Null: neither.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of the last edge; of a page that reading forward left short, where to go on. Null: neither.',
  })
  endCursor!: string | null;
}

/** Base class of a Relay connection over `node`, with its edge type named `<name>Edge`. */
export function connectionOf(node: ClassType, name: string): ClassType {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} at its place in a list.` })
  class EdgeType {
    @Field(() => String, {
      description:
        'Marks this edge in `after` and `before`. The same edge has the same cursor in every answer.',
    })
    cursor!: string;

    @Field(() => node, {
      nullable: true,
      description: 'The row itself. Null, with an error at its path, where the provider sent it malformed.',
    })
    node!: unknown;
  }

  @ObjectType({ simpleResolvers: true })
  class ConnectionType {
    @Field(() => [EdgeType], {
      description: 'The rows of this page with their cursors, in the order of the list.',
    })
    edges!: unknown[];

    @Field(() => [node], {
      nullable: 'items',
      description: 'The rows alone. Client caches that merge pages need `edges`.',
    })
    nodes!: unknown[];

    @Field(() => PageInfoType, { description: 'Where this page stands in the list.' })
    pageInfo!: unknown;
  }

  return ConnectionType;
}

/** What a list that is read whole says of its end; see `connectList`. */
export const KEPT_BACK =
  'Where the provider has more rows than it gives, `hasNextPage` is true after the last one it gave; asking for those beyond, or for the `last` ones, is PAGINATION_TOO_DEEP.';

/** Tells a router that the field is a connection, as large as its page. */
export function Paged(): ReturnType<typeof Directive> {
  return Directive(
    `@listSize(assumedSize: ${PAGE_SIZE_DEFAULT}, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`,
  );
}
