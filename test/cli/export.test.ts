import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportFormatName } from '../../src/exports/export-format.js';
import { altostratId, parseExportText, readExport } from '../support/export.js';
import { drawFrom } from '../support/hostile-rows.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';
import { START_WORDS } from '../support/start-words.js';

/** The command, as it is called. */

/** How often an export is killed, for each format: `EXPORT_KILLS=100 npm test -- test/cli/export`. */
const KILLS = Number(process.env['EXPORT_KILLS'] ?? 6);

startSystem();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
  await upstream.createAccount({ workspaceId: 'ws_rows', accountId: 'cus_killed', invoices: 8000 });
});
afterAll(async () => rm(folder, { recursive: true }));

const account = altostratId('cus_killed', 'ws_rows');

interface Command {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly hasEnded: () => boolean;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

function run(args: readonly string[], environment: Record<string, string> = {}): Command {
  const child = spawn(process.execPath, [...START_WORDS, 'export', ...args], {
    env: { PATH: process.env['PATH'], ALTOSTRAT_TOKEN: 'sandbox-altostrat', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
  const end = async () => {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout: stdout.join(''), stderr: stderr.join('') };
  };
  return {
    kill: (signal) => child.kill(signal),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended: end(),
  };
}

const sizeOf = async (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const toFile = (format: ExportFormatName, path: string): readonly string[] => [
  ...['--account', account, '--format', format],
  ...['--url', api.url, '--out', path],
];

/** What an export that nobody disturbs comes to. */
async function readWhole(format: ExportFormatName): Promise<Buffer> {
  const path = join(folder, `whole.${format}`);
  expect(await run(toFile(format, path)).ended).toEqual({
    code: 0,
    stdout: `8000 invoices in ${path}, complete.\n`,
    stderr: '',
  });
  return readFile(path);
}

test.each(['csv', 'jsonl'] as const)(
  'F58 an export into %s that is killed again and again equals the one that was not',
  async (format: ExportFormatName) => {
    const whole = await readWhole(format);
    const total = whole.length;
    const path = join(folder, `killed.${format}`);
    const args = toFile(format, path);
    const draw = drawFrom(KILLS);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const command = run(args);
      const size = await sizeOf(path);
      const enough = Math.min(size + 1 + draw(Math.ceil((2 * total) / KILLS)), total - 1);
      await until(async () => command.hasEnded() || (await sizeOf(path)) >= enough);
      command.kill('SIGKILL');
      await command.ended;
    }
    expect((await run(args).ended).code).toBe(0);
    expect((await readFile(path)).equals(whole)).toBe(true);
    const { rows, end } = parseExportText(whole.toString(), format);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(8000);
    const { upstreamCalls, ...server } = (await readExport(api, { account })).end ?? { upstreamCalls: 0 };
    expect([end, upstreamCalls]).toEqual([server, 40]);
  },
  30_000 + 4000 * KILLS,
);

test('F58 an interrupt ends it with what it has, and the same command goes on; a quota is waited for', async () => {
  const path = join(folder, 'interrupted.jsonl');
  const args = toFile('jsonl', path);
  const command = run(args);
  await until(async () => (await sizeOf(path)) > 0);
  command.kill('SIGINT');
  const { code, stderr } = await command.ended;
  expect([code, stderr]).toEqual([
    130,
    expect.stringMatching(/^Interrupted: \d+ invoices in .*\. The same command goes on from there\.\n$/),
  ]);
  await upstream.fault({
    match: { path: 'cus_killed' },
    fault: { kind: 'rateLimit', retryAfter: 3 },
    times: 1,
    skip: 2,
  });
  expect(await run(args).ended).toMatchObject({ code: 0, stderr: '' });
  expect((await readFile(path)).equals(await readWhole('jsonl'))).toBe(true);
});

test('F58 without a server it reads the providers itself', async () => {
  const path = join(folder, 'own.csv');
  const environment = { ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url };
  const us = altostratId('cus_acme_us');
  expect(await run(['--account', us, '--status', 'VOID', '--out', path], environment).ended).toMatchObject({
    code: 0,
    stderr: '',
  });
  const { rows, end } = parseExportText(await readFile(path, 'utf8'), 'csv');
  const asked = await readExport(api, { account: us, status: 'VOID' });
  expect([rows, end?.sums]).toEqual([asked.rows, asked.end?.sums]);
  expect(end).toMatchObject({ complete: true, rows: rows.length });
});

test.each([
  [['--account', 'x', '--out', '/nowhere/at/all'], {}, 64, /cannot be written/],
  [['--account', 'x'], {}, 64, /^--out: expected/],
  [
    ['--account', 'x', '--out', 'FILE', '--url', 'http://127.0.0.1:1'],
    { ALTOSTRAT_TOKEN: 'Bearer secret' },
    64,
    /^ALTOSTRAT_TOKEN: expected a token, without "Bearer" and without spaces\.\n$/,
  ],
  [['--account', 'x', '--out', 'FILE'], { UPSTREAM_TIMEOUT_MS: 'soon' }, 78, /UPSTREAM_TIMEOUT_MS: expected/],
])('F58 %j is refused in words', async (args, environment: Record<string, string>, code, message) => {
  const named = args.map((each) => (each === 'FILE' ? join(folder, 'refused.csv') : each));
  const ended = await run(named, environment).ended;
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(message)]);
});
