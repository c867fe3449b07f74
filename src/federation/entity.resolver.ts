import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { badArgument } from '../errors/billing-error.js';
import { settleAll } from '../errors/settle.js';
import type { SelectedFields } from '../invoices/detail-cost.js';
import { FieldsOfInvoices } from '../invoices/selected-fields.args.js';
import { loadEntity, type Entity } from './entity.js';
import { AnyScalar, EntityUnion, ServiceType } from './entity.type.js';
import type { FederationContext } from './federation.context.js';

/** Gateways do not split larger sets, and one account's references rarely outnumber its newest page. */
const REPRESENTATIONS_MAX = 200;

/** The two root fields that a router needs of a subgraph. */
@Resolver()
export class EntityResolver {
  @Query(() => [EntityUnion], {
    name: '_entities',
    nullable: 'items',
    description: `For routers: the entities that the representations name, in their order; null for an invoice that its account does not have, an error for a representation that is none. At most ${REPRESENTATIONS_MAX} in one operation. Invoices of one account are searched for together: one upstream call where they lie on its newest page.`,
  })
  async entities(
    @Ctx() context: FederationContext,
    @Arg('representations', () => [AnyScalar], { description: 'Entities by one of their keys.' })
    representations: unknown[],
    @FieldsOfInvoices() selected: SelectedFields,
  ): Promise<(Entity | Error | null)[]> {
    const count = context.countRepresentations(representations.length);
    if (count > REPRESENTATIONS_MAX) {
      const expectation = `expected at most ${REPRESENTATIONS_MAX} in one operation, got ${count}.`;
      throw badArgument('representations', expectation);
    }
    return settleAll(
      representations.map(async (representation) => loadEntity(representation, selected, context)),
    );
  }

  @Query(() => ServiceType, {
    name: '_service',
    description: 'For routers: this subgraph as SDL. No upstream call.',
  })
  service(@Ctx() { subgraphSdl }: FederationContext): ServiceType {
    return { sdl: subgraphSdl };
  }
}
