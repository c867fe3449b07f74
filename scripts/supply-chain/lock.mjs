/** What a lock file (its third version) says of the packages that it installs, and whether that can be trusted. */

/** Every package by its place in node_modules, with its name. A package may lie in several places. */
export function packagesOf(lock) {
  return Object.entries(lock.packages)
    .filter(([place]) => place !== '')
    .map(([place, entry]) => ({ ...entry, place, name: entry.name ?? toName(place) }));
}

/** The packages that are installed where development is left out. */
export function productionOf(lock) {
  return packagesOf(lock).filter(({ dev }) => !dev);
}

/**
 * The lock file as it would be if there were no development. `npm sbom --omit dev` alone leaves out whatever development
 * also reaches, graphql among it; of this one it lists all.
 */
export function toProductionLock(lock) {
  const root = { ...lock.packages[''], devDependencies: undefined };
  const kept = Object.entries(lock.packages).filter(([place, { dev }]) => place !== '' && !dev);
  return { ...lock, packages: { '': root, ...Object.fromEntries(kept) } };
}

/**
 * Every package has a strong hash, and comes from the registry over https. npm leaves out addresses of the registry
 * (`.npmrc` says so), so an address that is there is looked at closely.
 */
export function checkSources(lock, registry) {
  return packagesOf(lock).flatMap(({ place, integrity, resolved }) => [
    ...(integrity?.startsWith('sha512-') ? [] : [`${place} has no SHA-512 hash.`]),
    ...(isFrom(registry, resolved)
      ? []
      : [`${place} does not come over https from the registry: ${resolved}`]),
  ]);
}

/** Which registry is asked is the business of the machine. A project that names one sends everybody there. */
export function checkNpmrc(text) {
  const named = text.split('\n').filter((line) => /^\s*(@[^:=]+:)?registry\s*=/.test(line));
  return named.map((line) => `.npmrc names a registry: ${line.trim()}`);
}

function isFrom(registry, address) {
  if (address === undefined) return true;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === 'https:' && url.host === new URL(registry).host;
}

function toName(place) {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
