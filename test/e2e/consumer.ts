import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Another program, somewhere else, that has installed the package from its tarball. */
export interface Consumer {
  readonly directory: string;
  /** What npm said while it installed. */
  readonly installed: string;
  /** Both outputs; rejects with them where the command fails. */
  run(command: string, ...words: string[]): Promise<string>;
  remove(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

interface Lock {
  readonly packages: Readonly<Record<string, Json & { readonly dev?: boolean }>>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the consumer compiles with; all else that is there for development stays out. */
const TOOLS: ReadonlySet<string> = new Set(['typescript', '@types/node', 'undici-types']);

/**
 * Packs the package as it would be published and installs it into a copy of a folder, at the versions of our own lock file: npm
 * finds them where it has kept them, and asks the registry for what is missing there.
 */
export async function installConsumer(example: string): Promise<Consumer> {
  const directory = await mkdtemp(join(tmpdir(), 'consumer-'));
  const run = async (command: string, ...words: string[]): Promise<string> =>
    runIn(directory, command, words);
  await runIn(ROOT, 'npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory]);
  await cp(join(ROOT, example), directory, { recursive: true });
  const manifest = await readJson(join(ROOT, 'package.json'));
  const tarball = `${String(manifest['name'])}-${String(manifest['version'])}.tgz`;
  await lockConsumer(directory, manifest, tarball);
  const quiet = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const installed = await run('npm', 'ci', ...quiet);
  return {
    directory,
    installed,
    run,
    remove: async () => rm(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}

async function lockConsumer(directory: string, manifest: Json, tarball: string): Promise<void> {
  const own = await readJson(join(directory, 'package.json'));
  const resolved = `file:${tarball}`;
  const wanted = {
    ...own,
    dependencies: { ...(own['dependencies'] as Json), [String(manifest['name'])]: resolved },
  };
  const { packages } = (await readJson(join(ROOT, 'package-lock.json'))) as unknown as Lock;
  const kept = Object.entries(packages).filter(([path, { dev }]) => {
    return path !== '' && (!dev || TOOLS.has(path.replace('node_modules/', '')));
  });
  const { version, dependencies, peerDependencies, bin, engines } = manifest;
  const bytes = await readFile(join(directory, tarball));
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const packed = { version, resolved, integrity, dependencies, peerDependencies, bin, engines };
  const lock = {
    name: own['name'],
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': wanted,
      [`node_modules/${String(manifest['name'])}`]: packed,
      ...Object.fromEntries(kept.map(([path, { dev: _dev, ...entry }]) => [path, entry])),
    },
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify(wanted));
  await writeFile(join(directory, 'package-lock.json'), JSON.stringify(lock));
}

async function readJson(path: string): Promise<Json> {
  return JSON.parse(await readFile(path, 'utf8')) as Json;
}

async function runIn(cwd: string, command: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, words, { cwd, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      const said = stdout + stderr;
      if (error) reject(new Error(`${command} ${words.join(' ')} failed:\n${said}`));
      else resolve(said);
    });
  });
}
