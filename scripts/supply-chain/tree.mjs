/** What is read by way of npm and git: the SBOM, and the files that are looked through for secrets. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { toProductionLock } from './lock.mjs';
import { findSecrets } from './secrets.mjs';

const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;

/** What a command prints. Throws where it cannot be run, or ends with another status than 0. */
export async function readCommand(root, command, ...words) {
  return (await run(command, words, { cwd: root, maxBuffer })).stdout;
}

/** The CycloneDX document of what is installed in production. Reads the lock file alone, in a folder of its own. */
export async function readSbom(root) {
  const [lock, manifest] = await Promise.all(
    ['package-lock.json', 'package.json'].map(async (name) =>
      JSON.parse(await readFile(join(root, name), 'utf8')),
    ),
  );
  const folder = await mkdtemp(join(tmpdir(), 'sbom-'));
  try {
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ ...manifest, devDependencies: undefined }),
    );
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(toProductionLock(lock)));
    const words = ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'];
    return JSON.parse(await readCommand(folder, 'npm', ...words));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Problems of all files, each file looked at once. */
export async function findSecretsIn(root) {
  const names = new Set([...(await listSources(root)), ...(await listPacked(root))]);
  const found = await Promise.all(
    [...names].sort().map(async (name) => findSecrets(name, await readText(root, name))),
  );
  return found.flat();
}

/** Files that git tracks or would track; in a copy without git, all but what was installed. */
export async function listSources(root) {
  const listed = await readCommand(
    root,
    'git',
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
  )
    .then((text) => text.split('\0').filter((name) => name !== ''))
    .catch(() => walk(root, root));
  return listed;
}

/** Files that would be in the package, names with slashes. */
export async function listPacked(root) {
  const [{ files }] = JSON.parse(
    await readCommand(root, 'npm', 'pack', '--dry-run', '--json', '--ignore-scripts'),
  );
  return files.map(({ path }) => path);
}

/** Latin 1 keeps every byte apart, whatever the file is. A file that was deleted and not yet committed has no text. */
async function readText(root, name) {
  const bytes = await readFile(join(root, name)).catch(() => Buffer.alloc(0));
  return (name.endsWith('.br') ? brotliDecompressSync(bytes) : bytes).toString('latin1');
}

async function walk(root, folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter(({ name }) => name !== 'node_modules' && name !== '.git')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(root, path) : [relative(root, path).split(sep).join('/')];
    });
  return (await Promise.all(names)).flat();
}
