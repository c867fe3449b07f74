import type { JsonObject } from '../ground/json.js';
import type { Generation } from './account.js';
import {
  byocTotal,
  type NorthflankInvoice,
  type Project,
  RESOURCE_TYPES,
  type Resource,
  resourcesOf,
  sumPrices,
  type Team,
} from './invoice.js';
import { amountsIn, showPaasWithoutGpu } from './money.js';
import { showPaid, showPeriod } from './show-row.js';

const HOUR_SECONDS = 3600;

/** Restricts the breakdown of the first generation; the totals stay those of the whole invoice. */
export interface DetailsFilter {
  readonly projectId: string | undefined;
  readonly objectIds: readonly string[];
}

/** The answer of the details path, which only the first two generations have. */
export function showDetails(
  invoice: NorthflankInvoice,
  generation: Generation,
  filter: DetailsFilter,
): JsonObject {
  return generation === 'N1' ? showFirstDetails(invoice, filter) : showSecondDetails(invoice);
}

function showFirstDetails(invoice: NorthflankInvoice, { projectId, objectIds }: DetailsFilter): JsonObject {
  const show = amountsIn('N1');
  const projects = invoice.teams
    .flatMap((team) => team.projects)
    .filter(({ id }) => projectId === undefined || id === projectId)
    .map((project) => ({
      ...project,
      resources: project.resources.filter(({ id }) => objectIds.length === 0 || objectIds.includes(id)),
    }));
  return {
    period: showPeriod(invoice),
    currency: invoice.currency,
    ...showPaid(invoice),
    projects: projects.map(showFirstProject),
    subTotal: show(invoice.subTotal),
    tax: { percent: invoice.taxPercent, value: show(invoice.tax) },
    total: show(invoice.total),
  };
}

function showFirstProject({ id, resources }: Project): JsonObject {
  const show = amountsIn('N1');
  const priceOf = (some: Resource[]) => showPaasWithoutGpu(sumPrices(some), show);
  const totals = RESOURCE_TYPES.filter((type) => type !== 'volume').map((type) => {
    const ofType = resources.filter((resource) => resource.type === type);
    return [type, { duration: ofType.length * HOUR_SECONDS, price: priceOf(ofType) }];
  });
  return {
    projectId: id,
    duration: String(resources.length * HOUR_SECONDS),
    price: priceOf(resources),
    objectTypeTotals: Object.fromEntries(totals) as JsonObject,
    items: resources.map((resource) => ({
      nfObjectId: resource.id,
      nfObjectType: resource.type,
      duration: String(HOUR_SECONDS),
      price: priceOf([resource]),
    })),
  };
}

function showSecondDetails(invoice: NorthflankInvoice): JsonObject {
  const show = amountsIn('N2');
  return {
    period: showPeriod(invoice),
    ...showPaid(invoice),
    byocUsage: { price: { total: show(byocTotal(invoice.byoc)) } },
    paasUsage: {
      price: showPaasWithoutGpu(sumPrices(resourcesOf(invoice.teams)), show),
      teams: invoice.teams.map(showSecondTeam),
    },
    lineItems: invoice.lineItems.map(({ title, total }) => ({ title, total: show(total) })),
    subTotal: show(invoice.subTotal),
    discount: show(invoice.discount),
    tax: { percent: invoice.taxPercent, value: show(invoice.tax) },
    total: show(invoice.total),
  };
}

function showSecondTeam(team: Team): JsonObject {
  const show = amountsIn('N2');
  const projects = team.projects.map(({ id, resources }) => ({
    id,
    price: showPaasWithoutGpu(sumPrices(resources), show),
  }));
  const price = showPaasWithoutGpu(sumPrices(resourcesOf([team])), show);
  return { id: team.id, name: team.name, usage: { price, projects } };
}
