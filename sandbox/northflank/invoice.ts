/**
 * Usage is priced per hour, far below a cent. All money is kept as whole thousandths of a cent, so that sums
 * are exact whatever unit a generation shows.
 */
export type Thousandths = number;

export const RESOURCE_TYPES = ['service', 'addon', 'job', 'volume'] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

export interface PaasPrice {
  cpu: Thousandths;
  memory: Thousandths;
  storage: Thousandths;
  gpu: Thousandths;
}

export interface ByocPrice {
  vcpu: Thousandths;
  memory: Thousandths;
  gpuMemory: Thousandths;
  cluster: Thousandths;
}

export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly type: ResourceType;
  readonly price: PaasPrice;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly resources: Resource[];
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly projects: Project[];
}

export interface UsageLine {
  readonly title: string;
  readonly total: Thousandths;
  readonly base: Thousandths;
  readonly proration: number;
}

/** One bill, before a generation decides what of it is shown. */
export interface NorthflankInvoice {
  readonly id: string;
  /** Unix seconds; the end is the last second of the period. */
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly currency: string;
  readonly status: 'paid' | 'open' | 'uncollectible' | 'void' | 'payment_failed';
  /** The older generations leave `paid` out of some rows. */
  readonly isPaidShown: boolean;
  readonly teams: Team[];
  readonly byoc: ByocPrice;
  readonly lineItems: UsageLine[];
  readonly subTotal: Thousandths;
  readonly discount: Thousandths;
  readonly taxPercent: number;
  readonly tax: Thousandths;
  readonly total: Thousandths;
}

export function paasTotal({ cpu, memory, storage, gpu }: PaasPrice): Thousandths {
  return cpu + memory + storage + gpu;
}

export function byocTotal({ vcpu, memory, gpuMemory, cluster }: ByocPrice): Thousandths {
  return vcpu + memory + gpuMemory + cluster;
}

export function sumPrices(resources: readonly Resource[]): PaasPrice {
  const sum: PaasPrice = { cpu: 0, memory: 0, storage: 0, gpu: 0 };
  for (const { price } of resources) {
    sum.cpu += price.cpu;
    sum.memory += price.memory;
    sum.storage += price.storage;
    sum.gpu += price.gpu;
  }
  return sum;
}

export function resourcesOf(teams: readonly Team[]): Resource[] {
  return teams.flatMap(({ projects }) => projects.flatMap(({ resources }) => resources));
}
