import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { NodeType } from '../relay/node.type.js';

@Directive('@key(fields: "id")')
@ObjectType('Workspace', {
  simpleResolvers: true,
  implements: NodeType,
  description: 'A tenant at Altostrat, which holds billing accounts. Its id costs no upstream call.',
})
export class WorkspaceType {
  @Field(() => ID, {
    description:
      "Altostrat's own `ws_...` id, so that other services can refer to it; `Query.node` takes it as it is. No upstream call.",
  })
  id!: string;
}
