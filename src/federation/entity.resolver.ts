import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { badArgument, type BillingError } from '../errors/billing-error.js';
import { settleFirst } from '../errors/settle.js';
import type { SelectedFields } from '../invoices/detail-cost.js';
import { FieldsOfInvoices } from '../invoices/selected-fields.args.js';
import { loadEntity, type Entity } from './entity.js';
import { AnyScalar, EntityUnion, ServiceType } from './entity.type.js';
import type { FederationContext } from './federation.context.js';

/** Gateways do not split larger sets, and one account's references rarely outnumber its newest page. */
const REPRESENTATIONS_MAX = 200;

function tooMany(): BillingError {
  return badArgument('representations', `expected at most ${REPRESENTATIONS_MAX} in one operation.`);
}

/** The two root fields that a router needs of a subgraph. */
@Resolver()
export class EntityResolver {
  @Query(() => [EntityUnion], {
    name: '_entities',
    nullable: 'items',
    description: `For routers: the entities that the representations name, in their order; null for an invoice that its account does not have, an error for a representation that is none, and for each after the first ${REPRESENTATIONS_MAX} of one operation. Invoices of one account are searched for together: one upstream call where they lie on its newest page.`,
  })
  async entities(
    @Ctx() context: FederationContext,
    @Arg('representations', () => [AnyScalar], { description: 'Entities by one of their keys.' })
    representations: unknown[],
    @FieldsOfInvoices() selected: SelectedFields,
  ): Promise<(Entity | Error | null)[]> {
    const before = context.countRepresentations(representations.length) - representations.length;
    return settleFirst(
      representations,
      Math.max(0, REPRESENTATIONS_MAX - before),
      async (representation) => loadEntity(representation, selected, context),
      tooMany,
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
