import type { UsageCost } from '../../invoices/invoice.js';
import { sumMoney, type Money } from '../../money/money.js';
import type { WireRow } from '../../wire/wire-row.js';

/** Reads one price of a price list in the invoice's unit and currency. */
type ReadPrice = (prices: WireRow, name: string) => Money | null;

interface Place {
  readonly product: string;
  readonly teamId: string | null;
  readonly projectId: string | null;
}

/** The price that sums up the others. */
const SUM = 'total';

/** What the provider's sum has beyond the prices that it names. */
const REST = 'other';

/**
 * Costs by product, resource, team and project, at the finest level that the answer states. The costs of a product
 * add up to what the provider says that it costs. Null where it states none.
 *
 * @throws UPSTREAM_INVALID_RESPONSE where a price cannot be read: a sum without it would be wrong
 */
export function parseUsage(details: WireRow, readPrice: ReadPrice): readonly UsageCost[] | null {
  const products = [
    ...ofProduct(details, 'paas', ['paasUsage', 'paas'], readPrice),
    ...ofProduct(details, 'byoc', ['byocUsage', 'byoc'], readPrice),
  ];
  const paas = { product: 'paas', teamId: null, projectId: null };
  // The first generation has projects without a product above them.
  const costs = products.length > 0 ? products : ofProjects(details, paas, readPrice);
  return costs.length > 0 ? costs : null;
}

function ofProduct(
  details: WireRow,
  product: string,
  names: readonly string[],
  readPrice: ReadPrice,
): readonly UsageCost[] {
  const usage = names.map((name) => details.object(name)).find((found) => found !== null);
  if (!usage) return [];
  const place = { product, teamId: null, projectId: null };
  const teams = usage.objects('teams').flatMap((team) => ofTeam(team, place, readPrice));
  return refine(usage, place, teams, readPrice);
}

/** The second generation puts a team's prices and projects one level deeper, under `usage`. */
function ofTeam(team: WireRow, place: Place, readPrice: ReadPrice): readonly UsageCost[] {
  const usage = team.object('usage') ?? team;
  const here = { ...place, teamId: team.text('id') };
  return refine(usage, here, ofProjects(usage, here, readPrice), readPrice);
}

function ofProjects(owner: WireRow, place: Place, readPrice: ReadPrice): readonly UsageCost[] {
  return owner.objects('projects').flatMap((project) => {
    const projectId = project.text('id') ?? project.text('projectId');
    return ofPrices(project, { ...place, projectId }, readPrice);
  });
}

function ofPrices(owner: WireRow, place: Place, readPrice: ReadPrice): readonly UsageCost[] {
  const prices = owner.map('price');
  if (!prices) return [];
  const sum = readPrice(prices, SUM);
  const parts = prices.names.flatMap((resource) => {
    const amount = resource === SUM ? null : readPrice(prices, resource);
    return amount ? [{ ...place, resource, amount }] : [];
  });
  return complete(parts, sum, place) ?? (sum ? [{ ...place, resource: SUM, amount: sum }] : []);
}

/** The finer costs where they fit into the owner's own sum, and the owner's prices where they do not. */
function refine(
  owner: WireRow,
  place: Place,
  finer: readonly UsageCost[],
  readPrice: ReadPrice,
): readonly UsageCost[] {
  const prices = owner.map('price');
  return complete(finer, prices && readPrice(prices, SUM), place) ?? ofPrices(owner, place, readPrice);
}

/** The costs with what they lack of the sum; undefined where there are none, or they exceed it. */
function complete(
  costs: readonly UsageCost[],
  sum: Money | null,
  place: Place,
): readonly UsageCost[] | undefined {
  if (costs.length === 0 || !sum) return costs.length === 0 ? undefined : costs;
  const amounts = costs.map(({ amount }) => amount);
  const rest = sum.minus(sumMoney(amounts, sum));
  if (rest.minor.digits < 0n) return undefined;
  return rest.isZero ? costs : [...costs, { ...place, resource: REST, amount: rest }];
}
