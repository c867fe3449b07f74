import type { JsonObject } from '../ground/json.js';
import { type Project, type Resource, RESOURCE_TYPES, resourcesOf, sumPrices, type Team } from './invoice.js';
import { type ShowAmount, showPaas } from './money.js';

export interface BreakdownFilter {
  readonly teamId: string | undefined;
  readonly projectId: string | undefined;
  readonly resourceType: string | undefined;
}

/** The entries of a page of the breakdown, or all of them. */
export type IsShown = (entry: Team | Project | Resource) => boolean;

export function filterTeams(teams: readonly Team[], filter: BreakdownFilter): Team[] {
  const { teamId, projectId, resourceType } = filter;
  return teams
    .filter(({ id }) => teamId === undefined || id === teamId)
    .map((team) => ({
      ...team,
      projects: team.projects
        .filter(({ id }) => projectId === undefined || id === projectId)
        .map((project) => ({
          ...project,
          resources: project.resources.filter(
            ({ type }) => resourceType === undefined || type === resourceType,
          ),
        }))
        .filter(({ resources }) => resources.length > 0),
    }))
    .filter(({ projects }) => projects.length > 0);
}

/** How deep the breakdown goes depends on what was asked for, not on what is there. */
export function depthOf(teams: readonly Team[], filter: BreakdownFilter): 'teams' | 'projects' | 'resources' {
  if (filter.projectId !== undefined || filter.resourceType !== undefined) return 'resources';
  return filter.teamId !== undefined || teams.length === 1 ? 'projects' : 'teams';
}

/** What a page of the breakdown counts: the entries of the deepest level. */
export function entriesOf(
  teams: readonly Team[],
  depth: 'teams' | 'projects' | 'resources',
): (Team | Project | Resource)[] {
  if (depth === 'teams') return [...teams];
  return depth === 'projects' ? teams.flatMap(({ projects }) => projects) : resourcesOf(teams);
}

/** Prices are those of the whole branch, also when a page shows only a part of it. */
export function showTeams(
  teams: readonly Team[],
  depth: 'teams' | 'projects' | 'resources',
  isShown: IsShown,
  show: ShowAmount,
): JsonObject[] {
  return teams
    .filter((team) => entriesOf([team], depth).some(isShown))
    .map((team) => ({
      id: team.id,
      name: team.name,
      price: showPaas(sumPrices(resourcesOf([team])), show),
      ...(depth !== 'teams' && { projects: showProjects(team, depth, isShown, show) }),
    }));
}

function showProjects(
  team: Team,
  depth: 'projects' | 'resources',
  isShown: IsShown,
  show: ShowAmount,
): JsonObject[] {
  return team.projects
    .filter((project) => (depth === 'projects' ? isShown(project) : project.resources.some(isShown)))
    .map((project) => ({
      id: project.id,
      name: project.name,
      price: showPaas(sumPrices(project.resources), show),
      ...(depth === 'resources' && { resourceTypes: showResourceTypes(project, isShown, show) }),
    }));
}

function showResourceTypes({ resources }: Project, isShown: IsShown, show: ShowAmount): JsonObject[] {
  return RESOURCE_TYPES.flatMap((type) => {
    const ofType = resources.filter((resource) => resource.type === type);
    const shown = ofType.filter(isShown);
    if (shown.length === 0) return [];
    return [
      {
        resourceType: type,
        price: showPaas(sumPrices(ofType), show),
        resources: shown.map(({ id, name, price }) => ({ id, name, price: showPaas(price, show) })),
      },
    ];
  });
}
