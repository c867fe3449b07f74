/** Whether the versions that the lock file names are fit for use. Each check returns its problems as sentences. */
import semver from 'semver';
import { packagesOf, productionOf } from './lock.mjs';

export function checkFloors(lock, floors) {
  const present = packagesOf(lock);
  return floors.flatMap(({ name, range, required, why }) => {
    const copies = present.filter((each) => each.name === name);
    if (required && copies.length === 0)
      return [`${name} is not in the lock file, and ${range} was expected.`];
    return copies
      .filter(({ version }) => !semver.satisfies(version, range))
      .map(({ place, version }) => `${place} is ${version}; ${name} must be ${range}: ${why}.`);
  });
}

export function checkSingles(lock, names) {
  return names.flatMap((name) => {
    const places = packagesOf(lock)
      .filter((each) => each.name === name)
      .map(({ place }) => place);
    return places.length === 1
      ? []
      : [`${name} must be there once, and is there ${places.length} times: ${places.join(', ')}`];
  });
}

/** Every production package accepts the oldest Node that `engines` of package.json names. */
export function checkEngines(lock, engines) {
  const oldest = semver.minVersion(engines.node);
  return productionOf(lock)
    .filter((each) => each.engines?.node && !semver.satisfies(oldest, each.engines.node))
    .map(
      ({ place, version, engines: { node } }) =>
        `${place} ${version} wants Node ${node}, and we promise ${oldest}. Hold an older one in "overrides".`,
    );
}

/** `known` says of names what a registry may keep to itself; `accepted` says why one stays. */
export function checkDeprecated(lock, known, accepted) {
  const found = productionOf(lock)
    .map((each) => ({
      ...each,
      advice: each.deprecated ?? (Object.hasOwn(known, each.name) && known[each.name]),
    }))
    .filter(({ advice }) => advice);
  const stale = Object.keys(accepted).filter((name) => !found.some((each) => each.name === name));
  return [
    ...found
      .filter(({ name }) => !Object.hasOwn(accepted, name))
      .map(({ place, version, advice }) => `${place} ${version} is deprecated: ${advice}`),
    ...stale.map(
      (name) => `${name} is accepted as deprecated, and is no longer there. Take it off the list.`,
    ),
  ];
}
