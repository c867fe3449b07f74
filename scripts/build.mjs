/**
 * Builds all that runs, into dist/: server, sandbox, both in one file each, GraphiQL. Does nothing where no input has changed
 * since the last build, so that every command can begin with it.
 *
 *   node scripts/build.mjs [--force]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestFiles, listFiles } from './digest-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['src', 'sandbox', 'graphiql', 'scripts/bundle', 'scripts/graphiql'];
const FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/build-graphiql.mjs',
  'scripts/bundle-server.mjs',
  'scripts/digest-files.mjs',
  'scripts/keep-code.mjs',
];
/** Holds the digest of what the build was made from. */
const STAMP = join(root, 'dist/.built-from');
const KEPT_CODE = join(root, 'dist/program.code');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Between `node` and the file: code that was made with others is not used. */
const FLAGS_OF_START = scripts.start.split(' ').slice(1, -1);
const COMPILER = 'node_modules/typescript/bin/tsc';

const digest = digestFiles(root, [
  ...FOLDERS.flatMap((folder) => listFiles(join(root, folder))),
  ...listFiles(join(root, 'examples'), { recursive: false }),
  ...FILES.map((file) => join(root, file)),
]);
if (process.argv.includes('--force') || !isBuilt()) process.exitCode = await build();

function isBuilt() {
  const results = ['billing-graphql.js', 'program.js', 'sandbox/main.js', 'graphiql/assets.json'];
  return (
    results.every((file) => existsSync(join(root, 'dist', file))) &&
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === digest
  );
}

/** @returns the exit code */
async function build() {
  await Promise.all([STAMP, KEPT_CODE].map((file) => rm(file, { force: true })));
  const codes = await Promise.all([
    run(COMPILER, '-p', 'tsconfig.build.json'),
    run(COMPILER, '-p', 'sandbox'),
    run('scripts/build-graphiql.mjs'),
  ]);
  const failed = codes.find((code) => code !== 0) ?? (await run('scripts/bundle-server.mjs'));
  if (failed !== 0) return failed;
  if ((await run(...FLAGS_OF_START, 'scripts/keep-code.mjs')) !== 0)
    console.warn('The code could not be kept: every start compiles it anew.');
  await writeFile(STAMP, digest);
  return 0;
}

async function run(...args) {
  const [code] = await once(spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }), 'exit');
  return code ?? 1;
}
