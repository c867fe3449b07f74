/**
 * Bundles GraphiQL into dist/graphiql: `assets/` with content-hashed names, each also as .br and .gz, and `assets.json`,
 * which tells the server what the page has to name. Does nothing when no input changed since the last build.
 *
 *   node scripts/build-graphiql.mjs [--force]
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { digestFiles, listFiles } from './digest-files.mjs';
import { writeNotices } from './graphiql/notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'graphiql');
const examplesDirectory = join(root, 'examples');
const target = join(root, 'dist/graphiql');
const builders = [fileURLToPath(import.meta.url), join(root, 'scripts/graphiql/notices.mjs')];
const packages = [
  'esbuild',
  'graphiql',
  '@graphiql/plugin-doc-explorer',
  '@graphiql/plugin-explorer',
  '@graphiql/plugin-history',
  '@graphiql/react',
  '@graphiql/toolkit',
  'graphql',
  'monaco-editor',
  'monaco-graphql',
  'prettier',
  'react',
  'react-dom',
];

const startedAt = performance.now();
const inputs = digestInputs();
if (!process.argv.includes('--force') && isBuilt()) {
  console.log(`graphiql: unchanged, nothing built (${elapsed()})`);
} else {
  const { files, bytes, compressedBytes } = await build();
  const sizes = `${toMegabytes(bytes)}, ${toMegabytes(compressedBytes)} as brotli`;
  console.log(`graphiql: built ${files} files (${sizes}) into ${relative(root, target)} (${elapsed()})`);
}

function digestInputs() {
  const versions = packages.map((name) => {
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    return `${name}@${version}`;
  });
  return digestFiles(root, [...builders, ...listFiles(source), ...listExamples()], versions);
}

function isBuilt() {
  try {
    const manifest = JSON.parse(readFileSync(join(target, 'assets.json'), 'utf8'));
    return (
      manifest.inputs === inputs &&
      Object.keys(manifest.files).every((name) => existsSync(join(target, 'assets', name)))
    );
  } catch {
    return false; // none yet, or not ours: build
  }
}

async function build() {
  const esbuild = await import('esbuild');
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    target: 'es2022',
    legalComments: 'none', // told in one file, with the licences that are no comments
    logLevel: 'warning',
    outdir: target,
    define: { 'process.env.NODE_ENV': '"production"' },
  };

  const [app, workers] = await Promise.all([
    esbuild.build({
      ...common,
      entryPoints: { app: join(source, 'app.tsx') },
      format: 'esm',
      splitting: true,
      keepNames: true, // icons are called by the names of the functions that draw them
      jsx: 'automatic',
      tsconfigRaw: {}, // the browser's code has its own settings, all of them above
      entryNames: '[name]-[hash]',
      chunkNames: 'chunk-[hash]',
      assetNames: '[name]-[hash]',
      // The older names lead to CommonJS, of which a bundled import() has only the default: no parsers, no prettify.
      alias: {
        'prettier/parser-babel': 'prettier/plugins/babel',
        'prettier/parser-graphql': 'prettier/plugins/graphql',
      },
      plugins: [withoutEditorStyles(), fontsAsFiles()], // the first that takes a file keeps it
    }),
    esbuild.build({
      ...common,
      entryPoints: {
        'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
        'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
        'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
      },
      format: 'iife',
      entryNames: '[name]-[hash]',
    }),
  ]);

  const assets = new Map(
    [...app.outputFiles, ...workers.outputFiles].map((file) => [basename(file.path), file.contents]),
  );
  const icon = await readFile(join(source, 'icon.svg'));
  const iconName = `icon-${shortHash(icon)}.svg`;
  assets.set(iconName, icon);

  const bundled = [app, workers].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const notices = Buffer.from(writeNotices(root, bundled));
  const noticesName = `notices-${shortHash(notices)}.txt`;
  assets.set(noticesName, notices);

  const examples = readExamples();
  const script = findOutput(app.metafile, 'graphiql/app.tsx');
  const manifest = {
    inputs,
    script: basename(script.path),
    style: basename(script.cssBundle),
    preload: listPreloads(app.metafile, script.path),
    icon: iconName,
    notices: noticesName,
    workers: {
      editor: basename(findOutput(workers.metafile, 'editor.worker.js').path),
      json: basename(findOutput(workers.metafile, 'json.worker.js').path),
      graphql: basename(findOutput(workers.metafile, 'graphql.worker.js').path),
    },
    examples,
    examplesVersion: shortHash(JSON.stringify(examples)),
    files: Object.fromEntries([...assets.keys()].sort().map((name) => [name, encodingsOf(name)])),
  };

  // Built beside the target and moved in whole, so that a broken build never leaves half of one behind.
  const temporary = `${target}-${process.pid}`;
  await mkdir(join(temporary, 'assets'), { recursive: true });
  const sizes = await Promise.all(
    [...assets].map(([name, bytes]) => writeAsset(join(temporary, 'assets', name), bytes)),
  );
  await writeFile(join(temporary, 'assets.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(target, { recursive: true, force: true });
  await rename(temporary, target);

  return {
    files: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size.bytes, 0),
    compressedBytes: sizes.reduce((sum, size) => sum + size.compressedBytes, 0),
  };
}

/**
 * Browsers accept brotli over https and from localhost only; over plain http they ask for gzip, so both are made.
 * Web fonts are compressed as they are.
 */
function encodingsOf(name) {
  return /\.woff2?$/.test(name) ? [] : ['br', 'gzip'];
}

async function writeAsset(path, bytes) {
  await writeFile(path, bytes);
  if (encodingsOf(path).length === 0) return { bytes: bytes.length, compressedBytes: bytes.length };
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, gzipped)]);
  return { bytes: bytes.length, compressedBytes: brotli.length };
}

/** GraphiQL's style sheet carries its fonts as base64. As files they load only when used, and compress the sheet. */
function fontsAsFiles() {
  const fonts = new Map();
  return {
    name: 'fonts-as-files',
    setup(build) {
      build.onLoad({ filter: /node_modules[\\/].*\.css$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = text.replace(
          /url\("?data:font\/(\w+);base64,([^)"]+)"?\)/g,
          (_match, extension, base64) => {
            const name = `font:${shortHash(base64)}.${extension}`;
            fonts.set(name, Buffer.from(base64, 'base64'));
            return `url("${name}")`;
          },
        );
        return { contents, loader: 'css' };
      });
      build.onResolve({ filter: /^font:/ }, ({ path }) => ({
        path: path.replace('font:', 'font-'),
        namespace: 'font',
      }));
      build.onLoad({ filter: /./, namespace: 'font' }, ({ path }) => ({
        contents: fonts.get(path.replace('font-', 'font:')),
        loader: 'file',
      }));
    },
  };
}

/** The editor's modules import their styles one by one; GraphiQL's own sheet already has all of them. */
function withoutEditorStyles() {
  return {
    name: 'without-editor-styles',
    setup(build) {
      build.onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'empty' }));
    },
  };
}

/** All that the first screen needs: what the app imports, and what it imports later but always. */
function listPreloads(metafile, entry) {
  const found = new Set();
  const visit = (path) => {
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
      if (!next.endsWith('.js') || found.has(next)) continue;
      if (kind === 'import-statement' || isAlwaysLoaded(metafile.outputs[next])) {
        found.add(next);
        visit(next);
      }
    }
  };
  visit(entry);
  found.delete(entry);
  return [...found].map((path) => basename(path));
}

function isAlwaysLoaded({ entryPoint = '' }) {
  return /monaco-graphql\/esm\/(monaco-editor|lite)\.js$/.test(entryPoint);
}

function readExamples() {
  return listExamples()
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => {
      const variables = file.replace(/\.graphql$/, '.json');
      return {
        query: readFileSync(file, 'utf8').trimEnd(),
        ...(existsSync(variables) && { variables: readFileSync(variables, 'utf8').trimEnd() }),
      };
    });
}

function findOutput({ outputs }, entryPoint) {
  const found = Object.entries(outputs).find(([, output]) => output.entryPoint?.endsWith(entryPoint));
  if (!found) throw new Error(`the bundler made no file for ${entryPoint}`);
  return { path: found[0], ...found[1] };
}

/** Only what lies in the folder itself: below it are examples of other kinds, and what they install. */
function listExamples() {
  return listFiles(examplesDirectory, { recursive: false });
}

function shortHash(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
}

function toMegabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function elapsed() {
  const milliseconds = performance.now() - startedAt;
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
