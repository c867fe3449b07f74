import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { START_WORDS } from '../support/start-words.js';

/** What the program says of itself, without starting to serve. */

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Said> {
  const env = { PATH: process.env['PATH'], PORT: '0', ...environment };
  const child = spawn(process.execPath, [...START_WORDS, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...texts };
}

let help: Said;
beforeAll(async () => {
  help = await run(['--help']);
});

const readText = async (path: string): Promise<string> =>
  readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The settings of a text that has each on a line of its own, by their names. */
function settingsIn(text: string, line: RegExp): string[] {
  return [...text.matchAll(line)].map(([, name = '']) => name);
}

test('CFG --help lists every setting with its default, those of the sandbox included', async () => {
  const { code, stdout, stderr } = help;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^ {2}PORT +port to listen on, 0 for a free one \(default 4000\)$/m);
  expect(stdout).toMatch(/^ {2}GRAPHIQL .*\(default on; off in production\)$/m);
  expect(stdout).toMatch(/^ {2}REDIS_URL .*\(default: unset\)$/m);
  expect(stdout).toMatch(/^ {2}ALTOSTRAT_URL .*https:\/\/v1\.api\.altostrat\.io/m);
  expect(stdout).toMatch(/^ {2}SANDBOX_SEED .*\(default 1\)$/m);
  expect(stdout).toContain('HTTPS_PROXY');
  expect((await run(['-h'])).stdout).toBe(stdout);
});

test('CFG the settings of --help are those of .env.example', async () => {
  const listed = settingsIn(help.stdout, /^ {2}([A-Z][A-Z_]+) /gm).toSorted();
  const example = settingsIn(await readText('.env.example'), /^(?:# )?([A-Z][A-Z_]+)=/gm);
  expect(listed).toEqual([...new Set(example)].toSorted());
});

test('CFG docs/settings.md has the settings, defaults and meanings of --help', async () => {
  const page = await readText('docs/settings.md');
  const rows = page.matchAll(/^\| `([A-Z_]+)` +\| (\S+?)(?:; in production (\S+))? +\| (.+?) +\|$/gm);
  const written = [...rows].map(([, name, usual, inProduction, meaning]) => {
    const [plain, other] = [usual, inProduction].map((value) => value?.replaceAll('`', ''));
    const told = other === undefined ? plain : `${plain}; ${other} in production`;
    return `${name} ${meaning} (default${told === 'unset' ? ':' : ''} ${told})`;
  });
  const listed = help.stdout.matchAll(/^ {2}([A-Z][A-Z_]+) +(.+)$/gm);
  const told = [...listed].map(([, name, text]) => `${name} ${text}`);
  expect(written).toEqual(told);
});

test('CFG --version is that of the package, and nothing else', async () => {
  const { version } = JSON.parse(await readText('package.json')) as { version: string };
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('CFG --check-config starts nothing: 0 where the settings are sound, 78 and all that is wrong where not', async () => {
  expect(await run(['--check-config'])).toEqual({ code: 0, stdout: 'The settings are sound.\n', stderr: '' });
  const wrong = { PORT: 'x', MAX_PAGE_SIZE: '0', SANDBOX_SEED: 'many' };
  const { code, stdout, stderr } = await run(['--check-config'], wrong);
  expect([code, stdout]).toEqual([78, '']);
  for (const name of Object.keys(wrong)) expect(stderr).toMatch(new RegExp(`^ +${name}\\b`, 'm'));
});

test('CFG --print-config is what a start would have, in the form of the environment, without secrets', async () => {
  const secret = 'router-secret-of-16-and-more';
  const { code, stdout } = await run(['--print-config'], {
    NODE_ENV: 'production',
    GRAPHIQL: 'on',
    MAX_PAGE_SIZE: '50',
    ROUTER_SECRET: secret,
    REDIS_URL: 'redis://user:store-password@127.0.0.1:6379/1',
  });
  expect(code).toBe(0);
  const lines = stdout.split('\n');
  for (const line of [
    'UPSTREAMS=live',
    'GRAPHIQL=on',
    'INTROSPECTION=off',
    'MAX_PAGE_SIZE=50',
    'MAX_BODY_BYTES=262144',
    'COMPILE_QUERIES=on',
    'ROUTER_SECRET=(hidden)',
    'REDIS_URL=redis://user:(hidden)@127.0.0.1:6379/1',
    '# JWT_ISSUER=',
  ])
    expect(lines).toContain(line);
  expect(stdout).not.toMatch(/router-secret|store-password/);
  expect((await run(['--print-config'], { PORT: 'x' })).code).toBe(78);
});

test('CFG an unknown flag, a word and two questions at once are refused before anything starts, and not repeated', async () => {
  const asked = [['--prot', '4001'], ['serve'], ['--port=4001'], ['--version', '--check-config']];
  const answers = await Promise.all(asked.map(async (args) => run(args)));
  for (const { code, stdout, stderr } of answers) {
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toMatch(/expected/i);
    expect(stderr).not.toMatch(/prot|4001|at \w+ \(/);
  }
});
