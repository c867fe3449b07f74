import type { UsageCost } from '../../invoices/invoice.js';
import type { Money } from '../../money/money.js';
import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import { readArray, readObject, readText } from './fields.js';

/** Reads one price of a price list in the invoice's unit and currency. */
type ReadPrice = (prices: WireObject, name: string) => Money | null;

interface Place {
  readonly product: string;
  readonly teamId: string | null;
  readonly projectId: string | null;
}

/** The price that sums up the others. */
const SUM = 'total';

/**
 * Costs by product, resource, team and project, at the finest level that the answer states. Null where it
 * states none.
 */
export function toUsage(details: WireObject, readPrice: ReadPrice): readonly UsageCost[] | null {
  const costs = [
    ...ofProjects(details, { product: 'paas', teamId: null, projectId: null }, readPrice),
    ...ofProduct(details, 'paas', ['paasUsage', 'paas'], readPrice),
    ...ofProduct(details, 'byoc', ['byocUsage', 'byoc'], readPrice),
  ];
  return costs.length > 0 ? costs : null;
}

function ofProduct(
  details: WireObject,
  product: string,
  names: readonly string[],
  readPrice: ReadPrice,
): UsageCost[] {
  const usage = names.map((name) => readObject(details, name)).find((found) => found !== null);
  if (!usage) return [];
  const place = { product, teamId: null, projectId: null };
  const teams = readObjects(usage, 'teams').flatMap((team) => ofTeam(team, place, readPrice));
  return teams.length > 0 ? teams : ofPrices(usage, place, readPrice);
}

/** The second generation puts a team's prices and projects one level deeper, under `usage`. */
function ofTeam(team: WireObject, place: Place, readPrice: ReadPrice): UsageCost[] {
  const usage = readObject(team, 'usage') ?? team;
  const here = { ...place, teamId: readText(team, 'id') };
  const projects = ofProjects(usage, here, readPrice);
  return projects.length > 0 ? projects : ofPrices(usage, here, readPrice);
}

function ofProjects(owner: WireObject, place: Place, readPrice: ReadPrice): UsageCost[] {
  return readObjects(owner, 'projects').flatMap((project) => {
    const projectId = readText(project, 'id') ?? readText(project, 'projectId');
    return ofPrices(project, { ...place, projectId }, readPrice);
  });
}

function ofPrices(owner: WireObject, place: Place, readPrice: ReadPrice): UsageCost[] {
  const prices = readObject(owner, 'price');
  if (!prices) return [];
  const names = Object.keys(prices).filter((name) => name !== SUM);
  return (names.length > 0 ? names : [SUM]).flatMap((resource) => {
    const amount = readPrice(prices, resource);
    return amount ? [{ ...place, resource, amount }] : [];
  });
}

function readObjects(owner: WireObject, field: string): readonly WireObject[] {
  return (readArray(owner, field) ?? []).filter(isWireObject);
}
