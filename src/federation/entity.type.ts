import { GraphQLScalarType } from 'graphql';
import { createUnionType, Field, ObjectType } from 'type-graphql';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { WorkspaceType } from '../accounts/workspace.type.js';
import { InvoiceType } from '../invoices/invoice.type.js';

/** Names and shapes are those of the Apollo Federation subgraph specification. */

export const AnyScalar = new GraphQLScalarType({
  name: '_Any',
  description: 'A representation of an entity: its `__typename` and the fields of one of its keys.',
});

export const EntityUnion = createUnionType({
  name: '_Entity',
  description: 'What other subgraphs can refer to.',
  types: () => [BillingAccountType, InvoiceType, WorkspaceType] as const,
});

@ObjectType('_Service', { simpleResolvers: true, description: 'What a router is told of this subgraph.' })
export class ServiceType {
  @Field(() => String, { description: 'The SDL to compose with: the text of `schema/subgraph.graphql`.' })
  sdl!: string;
}
