import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { START_WORDS } from '../support/start-words.js';
import { readJson } from './planted.js';

/** What would be sent to whoever installs this, and what of others is in it. */

interface Packed {
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const manifest = readJson('package.json');
const reviewed = new Set(
  Object.keys(readJson('scripts/supply-chain/production.json')).map((each) =>
    each.slice(0, each.lastIndexOf('@')),
  ),
);

/** Starts the server, and ends once it has told. */
const IS_CODE_REFUSED = `
  import { runProgram } from '${pathToFileURL('dist/run-program.js').href}';
  process.stdout.end(String(runProgram().cachedDataRejected), () => process.exit());
`;

let files: Packed['files'];
beforeAll(() => {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [packed] = JSON.parse(execFileSync('npm', words, { encoding: 'utf8', stdio: 'pipe' })) as [Packed];
  ({ files } = packed);
}, 60_000);

const namesOf = (pattern: RegExp): string[] =>
  files.map(({ path }) => path).filter((path) => pattern.test(path));

test('S06 the package cannot be published by mistake, and no script of its own runs where it is installed', () => {
  expect([manifest.private, manifest.publishConfig]).toEqual([true, undefined]);
  const onInstall = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'prepack', 'postpack'];
  expect(onInstall.filter((name) => name in manifest.scripts)).toEqual([]);
});

test('S06 it holds what is built, the schema and what npm always takes, and nothing else', () => {
  expect(namesOf(/^(?!dist\/|schema\/)/).toSorted()).toEqual(['LICENSE', 'README.md', 'package.json']);
  const ordinary =
    /^(?:dist|schema)\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.(?:c?js|c?js\.map|d\.ts|graphql|json|html|css|br|gz|ttf|woff2?|svg|txt|yaml)$/;
  expect(namesOf(/^(?:dist|schema)\//).filter((path) => !ordinary.test(path))).toEqual([]);
  expect(
    namesOf(
      /(?:^|\/)(?:test|tests|bench|node_modules|coverage)\/|\.(?:test|e2e)\.|\.env|\.tsbuildinfo|\.pem|\.key/,
    ),
  ).toEqual([]);
  expect(namesOf(/^dist\/billing-graphql\.js$/)).toEqual([manifest.bin['billing-graphql']]);
});

test.each(['program.js', 'sandbox/embedded.cjs', 'open-telemetry.cjs'])(
  'S06 of others, %s holds reviewed production packages alone',
  (name) => {
    const { sources } = readJson(`dist/${name}.map`) as { sources: readonly string[] };
    const found = sources.flatMap(
      (source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? [],
    );
    const unreviewed = [...new Set(found)].filter((each) => !reviewed.has(each));
    expect(unreviewed).toEqual([]);
    if (name === 'program.js') expect(found).toContain('fastify');
  },
);

test('S06 the server in two files runs where no package is installed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alone-'));
  try {
    await cp('dist/billing-graphql.js', join(folder, 'server.mjs'));
    await cp('dist/program.js', join(folder, 'program.js'));
    const environment = { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: '0' };
    const server = spawn(process.execPath, ['server.mjs'], { cwd: folder, env: environment });
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    expect(line.toString()).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('S06 what a start compiles is in the build, and fits the flag that npm start has', () => {
  const words = [...START_WORDS.slice(0, -1), '--input-type=module', '--eval', IS_CODE_REFUSED];
  expect(execFileSync(process.execPath, words, { encoding: 'utf8', env: { PORT: '0' } })).toBe('false');
  expect(manifest.scripts['start']).toContain(START_WORDS[0]);
});
