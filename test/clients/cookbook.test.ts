import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProcess, type Api } from '../support/api.js';

/** Each command of the cookbook, run in a shell against the server as `npm start` has it, and its answer as it is printed there. */

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/cookbook.md'), 'utf8');
const BLOCK = /^```(sh|json|text)\n(.*?)^```$/gms;

interface Step {
  readonly section: string;
  readonly command: string;
  /** As printed; undefined: the command prepares others. */
  readonly answer: { readonly kind: string; readonly text: string } | undefined;
}

let api: Api;
let folder: string;
beforeAll(async () => {
  api = await startProcess({});
  folder = mkdtempSync(join(tmpdir(), 'cookbook-'));
});
afterAll(async () => {
  await api?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const blocks = [...PAGE.matchAll(BLOCK)].map(([, kind = '', text = ''], index, all) => ({
  kind,
  text,
  section: [...PAGE.slice(0, all[index]?.index).matchAll(/^##? (.*)$/gm)].at(-1)?.[1] ?? '',
}));
const [preparation, ...steps] = blocks.flatMap(({ kind, text, section }, index): Step[] => {
  const next = blocks[index + 1];
  return kind === 'sh' ? [{ section, command: text, answer: next?.kind === 'sh' ? undefined : next }] : [];
});

/** What it prints. A recipe may count on what those before it have left in the folder. */
async function run({ command }: Step): Promise<string> {
  const script = `set -e\n${preparation?.command}${command}`
    .replaceAll('http://localhost:4000', api.url)
    .replaceAll('dist/billing-graphql.js', join(ROOT, 'dist/billing-graphql.js'));
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: folder, timeout: 30_000 });
  return stdout;
}

test('F59 the cookbook has a recipe for each of four people, and an answer to each command', () => {
  expect(new Set(steps.map(({ section }) => section.split(':')[0]))).toEqual(
    new Set(['Cookbook', 'Finance', 'Product', 'Accounting', 'Audit']),
  );
  expect(steps.filter(({ answer }) => answer === undefined)).toEqual([]);
  expect(preparation?.answer).toBeUndefined();
});

test.each(steps.map((step, index) => [step.section, index + 1, step] as const))(
  'F59 cookbook, %s: command %i answers as the page says',
  async (_section, _index, step) => {
    const printed = await run(step);
    if (step.answer?.kind === 'text') {
      expect(printed.replaceAll('\r', '')).toBe(step.answer.text);
      return;
    }
    const answer = JSON.parse(printed) as Record<string, unknown>;
    delete answer['extensions'];
    expect(answer).toEqual(JSON.parse(step.answer?.text ?? ''));
  },
);
