/** Which packages may run code of their own while they are installed: `allowScripts` of package.json, which npm 11 obeys. */
import { packagesOf } from './lock.mjs';

/** Every package with an install script is decided on; those that are allowed are allowed in one version. */
export function checkInstallScripts(lock, allowScripts = {}) {
  const scripted = packagesOf(lock).filter(({ hasInstallScript }) => hasInstallScript);
  const keys = new Set(scripted.flatMap(({ name, version }) => [name, `${name}@${version}`]));
  const entries = Object.entries(allowScripts);
  return [
    ...scripted.filter((each) => !isDecided(each, allowScripts)).map(describeUndecided),
    ...entries
      .filter(([key, allowed]) => allowed && !/.@\d+\.\d+\.\d+/.test(key))
      .map(
        ([key]) => `allowScripts allows every version of ${key}. Name the one that was read: "${key}@1.2.3".`,
      ),
    ...entries
      .filter(([key]) => !keys.has(key))
      .map(
        ([key]) => `allowScripts names ${key}, which has no install script. Run "npm install-scripts prune".`,
      ),
  ];
}

function isDecided({ name, version }, allowScripts) {
  return Object.hasOwn(allowScripts, name) || Object.hasOwn(allowScripts, `${name}@${version}`);
}

function describeUndecided({ name, version }) {
  return (
    `${name}@${version} has an install script, and allowScripts of package.json says nothing of it. ` +
    `Run "npm install-scripts deny ${name}"; allow it only where nothing works without, after reading it.`
  );
}
