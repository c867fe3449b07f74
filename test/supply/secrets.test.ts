import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { findSecrets } from '../../scripts/supply-chain/secrets.mjs';
import { findSecretsIn, listSources } from '../../scripts/supply-chain/tree.mjs';

/** Put together here, so that none of them stands in this file. */
const word = (length: number): string => 'Ab1'.repeat(length).slice(0, length);
const planted: [string, string][] = [
  ['a private key', ['-----BEGIN', 'RSA PRIVATE', 'KEY-----'].join(' ')],
  ['a private key', ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ')],
  ['a signed JSON Web Token', [`eyJ${word(20)}`, `eyJ${word(20)}`, word(43)].join('.')],
  ['a live payment key', ['sk', 'live', word(24)].join('_')],
  ['a live payment key', ['rk', 'live', word(24)].join('_')],
  ['a webhook secret', ['whsec', word(32)].join('_')],
  ['a key of Altostrat', ['alto', 'sk', word(20)].join('_')],
  ['an AWS access key', `AKIA${'Z9'.repeat(8)}`],
  ['a Google key', `AIza${word(35)}`],
  ['a GitHub token', ['ghp', word(36)].join('_')],
  ['a GitHub token', ['github', 'pat', word(60)].join('_')],
  ['an npm token', ['npm', word(36)].join('_')],
  ['an npm token', ['//registry.example/:', 'authToken=abc'].join('_')],
  ['a Slack token', ['xoxb', word(24)].join('-')],
  ['a bearer token', ['authorization: Bearer', word(32)].join(' ')],
  ['a bearer token', ['BEARER', `${word(20)}.${word(20)}`].join(' ')],
];

test.each(planted)('S07 %s is found, and not shown', (kind, secret) => {
  const problems = findSecrets('a/b.ts', `first\nsecond = "${secret}";\n`);
  expect(problems).toContain(`a/b.ts:2: looks like ${kind}.`);
  expect(problems.join('\n')).not.toContain(secret);
});

test.each([
  'authorization: Bearer sandbox-altostrat-initech-and-others',
  'authorization: Bearer ${token}',
  'a bearer token of the caller is passed on',
  'sk_live_ and AKIA are how such keys begin',
  '-----BEGIN PUBLIC KEY-----',
  'sha512-AKIAkChDH/sOxm3TCICup5NgTiz/aJBk+5GAuC0lfJS8FcRfsqZvlCkNwpsYTGAATBCJMrgZ9==',
])('S07 %s is none', (text) => expect(findSecrets('a.ts', text)).toEqual([]));

test.each(['.env', 'deploy/.env.production', 'id_rsa', 'tls/server.key', 'tls/server.pem', '.netrc'])(
  'S07 a file called %s is named',
  (name) => expect(findSecrets(name, '')).toEqual([expect.stringContaining(`${name}: `)]),
);

test.each(['.env.example', 'src/environment.ts', 'docs/key.md', 'src/monkey.ts'])(
  'S07 a file called %s is none',
  (name) => expect(findSecrets(name, '')).toEqual([]),
);

describe('in a repository', () => {
  const [, secret] = planted[3]!;
  let root = '';

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'planted-'));
    await put('package.json', JSON.stringify({ name: 'planted', version: '1.0.0', files: ['dist'] }));
    await put('.gitignore', 'dist/\nlocal/\n');
    execFileSync('git', ['init', '--quiet'], { cwd: root });
  });

  afterEach(() => rm(root, { recursive: true }));

  async function put(name: string, content: string | Buffer): Promise<void> {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }

  test('S07 a secret in a source or in the package is found, and one that stays on the machine is not', async () => {
    await put('src/planted.ts', secret);
    await put('dist/planted.js.map', `\n\n${secret}`);
    await put('dist/page.html.br', brotliCompressSync(Buffer.from(secret)));
    await put('local/notes.txt', secret);
    expect(await findSecretsIn(root)).toEqual([
      'dist/page.html.br:1: looks like a live payment key.',
      'dist/planted.js.map:3: looks like a live payment key.',
      'src/planted.ts:1: looks like a live payment key.',
    ]);
  });

  test('S07 nothing is found where nothing is', async () => expect(await findSecretsIn(root)).toEqual([]));

  test('S07 a copy without git is looked through as well', async () => {
    await rm(join(root, '.git'), { recursive: true });
    await put('src/planted.ts', secret);
    await put('node_modules/a/index.js', secret);
    expect(await findSecretsIn(root)).toEqual(['src/planted.ts:1: looks like a live payment key.']);
  });
});

test('S07 no file of this repository holds a secret', async () => {
  expect(await listSources('.')).toContain('test/supply/secrets.test.ts');
  expect(await findSecretsIn('.')).toEqual([]);
}, 60_000);
