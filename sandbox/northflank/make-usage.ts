import type { Random } from '../ground/random.js';
import {
  type ByocPrice,
  type PaasPrice,
  type Project,
  type Resource,
  RESOURCE_TYPES,
  type Team,
} from './invoice.js';

/** Where the money went, down to single resources. */
export function makeTeams(accountId: string, random: Random): Team[] {
  return numbered(random.integer(1, 2), (team) => ({
    id: `${accountId}-squad-${team}`,
    name: `Squad ${team}`,
    projects: makeProjects(`${accountId}-squad-${team}`, random),
  }));
}

function makeProjects(teamId: string, random: Random): Project[] {
  return numbered(random.integer(1, 3), (project) => ({
    id: `${teamId}-project-${project}`,
    name: `Project ${project}`,
    resources: numbered(random.integer(1, 3), (resource) => makeResource(`resource-${resource}`, random)),
  }));
}

function makeResource(id: string, random: Random): Resource {
  return { id, name: id, type: random.pick(RESOURCE_TYPES), price: makePaasPrice(random) };
}

function makePaasPrice(random: Random): PaasPrice {
  return {
    cpu: random.integer(10_000, 900_000),
    memory: random.integer(10_000, 900_000),
    storage: random.integer(1_000, 90_000),
    gpu: random.chance(0.1) ? random.integer(100_000, 9_000_000) : 0,
  };
}

export function makeByocPrice(random: Random): ByocPrice {
  if (!random.chance(0.25)) return { vcpu: 0, memory: 0, gpuMemory: 0, cluster: 0 };
  return {
    vcpu: random.integer(10_000, 500_000),
    memory: random.integer(10_000, 500_000),
    gpuMemory: 0,
    cluster: 7_200_000,
  };
}

function numbered<Item>(count: number, make: (number: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}
