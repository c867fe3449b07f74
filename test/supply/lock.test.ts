import { checkInstallScripts } from '../../scripts/supply-chain/install-scripts.mjs';
import { checkNpmrc, checkSources } from '../../scripts/supply-chain/lock.mjs';
import { lockOf, readJson } from './planted.js';

const REGISTRY = 'https://registry.example/';
const lock = readJson('package-lock.json');

test.each(['package-lock.json', 'examples/supergraph/package-lock.json', 'bench/peers/package-lock.json'])(
  'S01 every package of %s has a strong hash and no address of its own',
  (name) => expect(checkSources(readJson(name), REGISTRY)).toEqual([]),
);

test.each([
  ['no hash', { integrity: undefined }],
  ['a weak hash', { integrity: 'sha1-AAAA' }],
])('S01 %s is named', (_what, entry) =>
  expect(checkSources(lockOf({ a: entry, b: {} }), REGISTRY)).toEqual([
    'node_modules/a has no SHA-512 hash.',
  ]),
);

test.each([
  'http://registry.example/a.tgz',
  'https://elsewhere.example/a.tgz',
  'https://registry.example.elsewhere.example/a.tgz',
  'https://registry.example@elsewhere.example/a.tgz',
  'git+ssh://git@registry.example/a.git',
  'file:../a',
  '../a',
])('S01 a package from %s is named', (resolved) =>
  expect(checkSources(lockOf({ a: { resolved }, b: {} }), REGISTRY)).toEqual([
    `node_modules/a does not come over https from the registry: ${resolved}`,
  ]),
);

test('S01 an address of the registry itself is accepted', () =>
  expect(
    checkSources(lockOf({ a: { resolved: 'https://registry.example/a/-/a-1.0.0.tgz' } }), REGISTRY),
  ).toEqual([]));

test('S01 the project sends nobody to another registry', () => {
  expect(checkNpmrc('fund=false\nregistry=https://elsewhere.example/\n')).toHaveLength(1);
  expect(checkNpmrc(' @scope:registry = https://elsewhere.example/')).toHaveLength(1);
  expect(checkNpmrc('omit-lockfile-registry-resolved=true\n')).toEqual([]);
});

test('S02 every package with an install script is decided on, and none is allowed', () => {
  const { allowScripts } = readJson('package.json');
  expect(checkInstallScripts(lock, allowScripts)).toEqual([]);
  expect(Object.values(allowScripts)).not.toContain(true);
});

test('S02 an install script that nobody decided on is named, with the command that denies it', () => {
  const planted = lockOf({ '@a/b': { hasInstallScript: true }, c: { hasInstallScript: true }, d: {} });
  const problems = checkInstallScripts(planted, { c: false });
  expect(problems).toEqual([expect.stringMatching(/^@a\/b@1\.0\.0 .*"npm install-scripts deny @a\/b"/)]);
});

test('S02 a script is allowed in the version that was read, not in those that follow', () => {
  const planted = lockOf({ '@a/b': { hasInstallScript: true } });
  expect(checkInstallScripts(planted, { '@a/b@1.0.0': true })).toEqual([]);
  expect(checkInstallScripts(planted, { '@a/b': true })).toEqual([
    expect.stringContaining('every version of @a/b'),
  ]);
  expect(checkInstallScripts(planted, { '@a/b@0.9.0': true })).toHaveLength(2);
});

test('S02 a decision that is no longer needed is named', () =>
  expect(checkInstallScripts(lockOf({ a: {} }), { a: false })).toEqual([
    expect.stringContaining('names a,'),
  ]));
