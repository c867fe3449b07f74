/**
 * Checks what comes with the product: the lock files, install scripts, versions, licences and the reviewed list of
 * production packages, and that no secret is in the repository or in the package. With --write it rewrites the list.
 *
 *   node scripts/supply-chain.mjs [--write]
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAudit } from './supply-chain/audit.mjs';
import { checkInstallScripts } from './supply-chain/install-scripts.mjs';
import { accepted, deprecated, floors, singles } from './supply-chain/known-versions.mjs';
import { checkNpmrc, checkSources } from './supply-chain/lock.mjs';
import { checkLicences, checkProductionList, toProductionList } from './supply-chain/production-list.mjs';
import { findSecretsIn, listPacked, listSources, readCommand, readSbom } from './supply-chain/tree.mjs';
import { checkDeprecated, checkEngines, checkFloors, checkSingles } from './supply-chain/versions.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const LIST = 'scripts/supply-chain/production.json';
/** A registry that does not answer must not hold up the check. */
const PATIENCE = ['--fetch-retries=0', '--fetch-timeout=10000'];

await (process.argv.includes('--write') ? write() : check());

async function write() {
  const present = toProductionList(await readSbom(root));
  await writeFile(join(root, LIST), `${JSON.stringify(present, undefined, 2)}\n`);
  console.log(`${LIST}: written`);
}

async function check() {
  const [manifest, lock, reviewed] = await Promise.all(
    ['package.json', 'package-lock.json', LIST].map(readJson),
  );
  const audit = readAudit(await audited());
  const problems = [
    ...(await checkAllSources()),
    ...checkInstallScripts(lock, manifest.allowScripts),
    ...(await checkProduction(reviewed)),
    ...checkLicences(reviewed),
    ...checkFloors(lock, floors),
    ...checkSingles(lock, singles),
    ...checkEngines(lock, manifest.engines),
    ...checkDeprecated(lock, deprecated, accepted),
    ...audit.problems,
    ...(await checkBuilt(manifest.bin)),
    ...(await findSecretsIn(root)),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  console.log(audit.line);
  console.log(
    `supply chain: ${Object.keys(reviewed).length} production packages, ${problems.length} problems`,
  );
}

/** Of every lock file in the repository. */
async function checkAllSources() {
  const registry = (await readCommand(root, 'npm', 'config', 'get', 'registry')).trim();
  const names = (await listSources(root)).filter((name) => /(^|\/)package-lock\.json$/.test(name));
  const found = names.map(async (name) =>
    checkSources(await readJson(name), registry).map((problem) => `${name}: ${problem}`),
  );
  return [...(await Promise.all(found)).flat(), ...checkNpmrc(await readFile(join(root, '.npmrc'), 'utf8'))];
}

/** A lock file that does not fit package.json has no SBOM, and everything else is checked all the same. */
async function checkProduction(reviewed) {
  return readSbom(root).then(
    (sbom) => checkProductionList(reviewed, toProductionList(sbom)),
    (fault) => [`npm sbom: ${fault.stderr ?? fault.message}`.trimEnd()],
  );
}

/** Without a build, what the package would carry cannot be looked through. */
async function checkBuilt(bin) {
  const packed = await listPacked(root);
  return Object.values(bin)
    .filter((path) => !packed.includes(path))
    .map((path) => `${path} is not built, so the package was not looked through. Run "npm run build" first.`);
}

/** npm audit ends with another status where it found something, and prints all the same. */
function audited() {
  return new Promise((resolve) =>
    execFile('npm', ['audit', '--omit=dev', '--json', ...PATIENCE], { cwd: root }, (_error, text) =>
      resolve(text),
    ),
  );
}

async function readJson(name) {
  return JSON.parse(await readFile(join(root, name), 'utf8'));
}
