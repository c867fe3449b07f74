import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig, type Config, type ConfigProblem } from '../../src/server/config.js';
import { idOf, manifestOf, writeManifest } from '../support/manifest.js';
import { START_WORDS } from '../support/start-words.js';

/** A manifest that cannot be used stops the start, by one clear line. */

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'schema/trusted-documents.json');
const GOOD = '{ __typename }';

async function run(args: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [...START_WORDS, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (written.out += chunk));
  child.stderr.on('data', (chunk) => (written.err += chunk));
  const [code] = await once(child, 'close');
  return { code, ...written };
}

const twoOf = (document: string) => manifestOf([GOOD, document]);
const cannot = 'a manifest whose documents can be asked; number 2 of 2 cannot: ';
const LINES = `{${'\n'.repeat(2000)}__typename }`;

test.each<[string, unknown, string]>([
  ['no JSON', '{', 'a file of JSON'],
  ['a list', [GOOD], 'a JSON object that has each document under its SHA-256'],
  ['no document', {}, 'a manifest with one document at least'],
  [
    'an id that is not the hash of its text',
    { [idOf(GOOD)]: GOOD, [idOf('{ a }')]: '{ b }' },
    `${cannot}its id is not the SHA-256 of its text, in small hex digits`,
  ],
  [
    'an id in capitals',
    { [idOf(GOOD)]: GOOD, [idOf('{ b }').toUpperCase()]: '{ b }' },
    `${cannot}its id is not the SHA-256 of its text, in small hex digits`,
  ],
  ['a document that is no text', { [idOf(GOOD)]: GOOD, a: 1 }, `${cannot}it is no text`],
  ['a document that is no GraphQL', twoOf('{'), `${cannot}Syntax Error: Expected Name, found <EOF>.`],
  [
    'a field that is not there',
    twoOf('{ nothing }'),
    `${cannot}Cannot query field "nothing" on type "Query".`,
  ],
  ['a document of too many lines', twoOf(LINES), `${cannot}it has too many lines`],
  ['a document of brackets', twoOf('['.repeat(1990)), `${cannot}Syntax Error: Unexpected "[".`],
  [
    'a document of too many tokens',
    twoOf(`{ ${'a '.repeat(3000)} }`),
    `${cannot}Syntax Error: Document contains more that 2000 tokens. Parsing aborted.`,
  ],
  [
    'a subscription that may have no field',
    twoOf('subscription ($a: Boolean!) { invoiceChanged(accountIds: []) @skip(if: $a) { cause } }'),
    `${cannot}Expected the field of a subscription without @skip or @include.`,
  ],
  [
    'what routers ask',
    twoOf('{ _service { sdl } }'),
    `${cannot}Cannot query field "_service" on type "Query".`,
  ],
])('CFG F52 a manifest with %s is refused', async (_what, content, expected) => {
  const { loadDocuments } = await load();
  const config = parseConfig({ TRUSTED_DOCUMENTS: writeManifest(content) }) as Config;
  expect(await loadDocuments(config)).toEqual([{ variable: 'TRUSTED_DOCUMENTS', expected }]);
});

/** The code that reads decorators of the schema needs their metadata first. */
async function load() {
  await import('reflect-metadata');
  return import('../../src/server/documents/read-documents.js');
}

test('CFG F52 the start is refused by one line, and so says --check-config', async () => {
  const refused = {
    code: 78,
    out: '',
    err: `billing-graphql cannot start. Mend these variables:
  TRUSTED_DOCUMENTS: expected the path of a file that can be read
`,
  };
  const environment = { TRUSTED_DOCUMENTS: '/nowhere/documents.json', PORT: '0' };
  const [sound, ...others] = await Promise.all([
    run(['--check-config'], { TRUSTED_DOCUMENTS: EXAMPLES }),
    run([], environment),
    run(['--check-config'], environment),
    run([], { ...environment, WORKERS: '2' }),
  ]);
  expect(sound).toEqual({ code: 0, out: 'The settings are sound.\n', err: '' });
  expect(others).toEqual([refused, refused, refused]);
}, 60_000);

const problemsOf = (environment: Record<string, string>): string[] => {
  const parsed = parseConfig(environment);
  return Array.isArray(parsed) ? (parsed as ConfigProblem[]).map(({ variable }) => variable) : [];
};

test('CFG F52 nothing is closed by half: without documents, or by a switch that nobody set, there is no start', () => {
  expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: 'on' })).toEqual(['TRUSTED_DOCUMENTS']);
  expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: 'on', TRUSTED_DOCUMENTS: '' })).toEqual(['TRUSTED_DOCUMENTS']);
  expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: '', TRUSTED_DOCUMENTS: 'a.json' })).toEqual([
    'TRUSTED_DOCUMENTS_ONLY',
  ]);
  expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: 'yes' })).toEqual(['TRUSTED_DOCUMENTS_ONLY']);
  expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: 'off' })).toEqual([]);
});

test('F52 the manifest of the examples has each of them under its hash', () => {
  const manifest = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as Record<string, string>;
  expect(Object.keys(manifest)).toEqual(Object.values(manifest).map(idOf));
  const examples = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.graphql'));
  expect(Object.values(manifest)).toHaveLength(examples.length);
});
