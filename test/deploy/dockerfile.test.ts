import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

/** What deploy/Dockerfile makes, step by step, on machines without an engine for images. The build itself is what the tests run on. */

interface Step {
  readonly stage: string;
  readonly word: string;
  readonly rest: string;
}

const dockerfile = await readFile('deploy/Dockerfile', 'utf8');

/** Each step with the stage that it belongs to. */
function stepsOf(text: string): readonly Step[] {
  let stage = '';
  const lines = text.replace(/\\\n\s*/g, '').split('\n');
  return lines.flatMap((line) => {
    const [, word = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (word === 'FROM') stage = rest.split(' AS ')[1] ?? '';
    return word === '' ? [] : [{ stage, word, rest }];
  });
}

const steps = stepsOf(dockerfile);
const of = (stage: string, word: string): readonly string[] =>
  steps.filter((step) => step.stage === stage && step.word === word).map(({ rest }) => rest);

test('S06 what is copied into the build is in the repository, and let through to it', async () => {
  const sources = of('build', 'COPY').flatMap((rest) => rest.split(' ').slice(0, -1));
  const passed = (await readFile('.dockerignore', 'utf8')).split('\n');
  expect(sources).toContain('src');
  for (const source of sources) {
    expect([source, passed.includes(`!${source}`)]).toEqual([source, true]);
    await expect(
      cp(source, join(tmpdir(), 'never'), { recursive: true, filter: () => false }),
    ).resolves.toBeUndefined();
  }
});

test('S06 the last stage is production: no root, the port of the probes, no sandbox', () => {
  const last = steps.filter(({ word }) => word === 'FROM').at(-1);
  expect(last?.rest).toBe('server AS production');
  expect([of('server', 'USER'), of('server', 'EXPOSE')]).toEqual([['65532:65532'], ['4000 9464']]);
  expect(of('server', 'ENV')).toEqual(['NODE_ENV=production HOST=0.0.0.0 PORT=4000 ADMIN_PORT=9464']);
  expect(of('server', 'COPY').join(' ')).not.toContain('sandbox');
  expect(of('build', 'RUN')).toEqual([
    'npm ci --ignore-scripts --no-audit --no-fund',
    'npm run --silent build',
  ]);
});

/** On a machine that has other work, a start takes its time. */
const START_MS_MAX = 60_000;

const started: ChildProcess[] = [];
afterAll(() => started.forEach((server) => server.kill('SIGKILL')));

test('S06 what the image holds is a server that starts, is ready, and ends', async () => {
  const app = await mkdtemp(join(tmpdir(), 'image-'));
  try {
    for (const rest of of('server', 'COPY')) await copy(rest, app);
    const [port, adminPort] = [await freePort(), await freePort()];
    const [command = '', ...args] = JSON.parse(of('server', 'CMD').at(-1) ?? '') as string[];
    expect(command).toBe('node');
    const environment = {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: String(port),
      ADMIN_PORT: String(adminPort),
      // What keeps traces is in the image as well.
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${adminPort}`,
    };
    const server = spawn(process.execPath, args, {
      cwd: app,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let written = '';
    server.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
    started.push(server);
    await until(() => written.includes('"msg":"started"'), START_MS_MAX);
    const [probe = '', ...probeArgs] = JSON.parse(
      /CMD (.*)$/.exec(of('server', 'HEALTHCHECK')[0] ?? '')?.[1] ?? '[]',
    ) as string[];
    expect(probe).toBe('node');
    const [healthy] = (await once(spawn(process.execPath, probeArgs, { env: environment }), 'exit')) as [
      number,
    ];
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    expect([healthy, await exited]).toEqual([0, [0, null]]);
  } finally {
    await rm(app, { recursive: true });
  }
}, 90_000);

/** As COPY does: files into a folder, a folder's contents as one. */
async function copy(rest: string, app: string): Promise<void> {
  const words = rest.split(' ').filter((word) => !word.startsWith('--'));
  const sources = words.slice(0, -1).map((source) => source.replace(/^\/build\//, ''));
  const target = join(app, words.at(-1) ?? '');
  for (const source of sources) {
    const isFolder = words.at(-1)?.endsWith('/');
    const place = isFolder ? join(target, source.split('/').at(-1) ?? '') : target;
    await mkdir(dirname(place), { recursive: true });
    await cp(source, place, { recursive: true });
  }
}
