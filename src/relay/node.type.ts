import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType('Node', {
  description: 'Anything that `Query.node` fetches by its global id.',
  resolveType: ({ __typename }: { __typename: string }) => __typename,
})
export class NodeType {
  @Field(() => ID, {
    description:
      'The global id: opaque, stable, unique over all types. It names provider, scope and local id, and grants nothing.',
  })
  id!: string;
}
