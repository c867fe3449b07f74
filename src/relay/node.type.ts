import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType('Node', {
  description:
    'Anything that `Query.node` gives by its global id. Of a workspace, that is the `ws_...` id itself.',
})
export class NodeType {
  @Field(() => ID, {
    description:
      'The global id: opaque, stable, unique over all types. It names provider, scope and local id, and grants nothing.',
  })
  id!: string;
}
