import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../relay/connection.type.js';
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

@ObjectType('WorkspaceConnection', {
  simpleResolvers: true,
  description:
    'The workspaces that a token can see. One upstream call for the whole list, whatever the page.',
})
export class WorkspaceConnection extends connectionOf(WorkspaceType, 'Workspace') {}
