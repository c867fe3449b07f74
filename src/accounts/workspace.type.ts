import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Workspace', {
  simpleResolvers: true,
  description: 'A tenant at Altostrat, which holds billing accounts. Its id costs no upstream call.',
})
export class WorkspaceType {
  @Field(() => ID, {
    description: "Altostrat's own `ws_...` id, so that other services can refer to it. No upstream call.",
  })
  id!: string;
}
