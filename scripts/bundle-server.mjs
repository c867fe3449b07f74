/**
 * Puts the server, as the compiler wrote it, and its packages into one file, dist/program.js, which dist/billing-graphql.js
 * runs: to load a thousand files takes as long again as everything else that a start does. What keeps traces is a file of its
 * own, which is read where there is a collector, and so is the sandbox.
 *
 *   node scripts/bundle-server.mjs
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { hashesOfNode, leaveOut, oneGraphql, partsOfUndici } from './bundle/lean.mjs';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const telemetryApart = {
  name: 'telemetry-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/telemetry\/open-telemetry\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './open-telemetry.cjs', external: true } : undefined,
    ),
};

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // TypeGraphQL asks for the one where it validates, which it does not do here; the other would colour what is not written.
  external: ['class-validator', 'supports-color'],
  plugins: [
    telemetryApart,
    oneGraphql,
    partsOfUndici,
    hashesOfNode,
    leaveOut(['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler']),
  ],
  // What is shorter is read faster; names stay, for stack traces and because TypeGraphQL reads those of classes.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  logLevel: 'warning',
};

// The older kind of module is the one of which V8 can be told what it had compiled.
const script = {
  ...options,
  format: 'cjs',
  supported: { 'dynamic-import': false },
  define: {
    // With it set, the client of the store would write what it sends to stderr, passwords included.
    'process.env.DEBUG': 'undefined',
    'import.meta.url': 'addressOfFile',
  },
};

/** Whole as `src/run-program.ts` compiles it: nothing is put around it at a start. */
const program = {
  ...script,
  entryPoints: [`${dist}main.js`],
  outfile: `${dist}program.js`,
  banner: { js: '(function (require, __filename, __dirname, addressOfFile) {' },
  footer: { js: '})' },
};

/** Their source, and what becomes of it. */
const parts = [
  ['telemetry/open-telemetry.js', 'open-telemetry.cjs'],
  ['sandbox/embedded.js', 'sandbox/embedded.cjs'],
].map(([source, result]) => ({
  ...script,
  entryPoints: [dist + source],
  outfile: dist + result,
  banner: { js: '"use strict"; const addressOfFile = require("node:url").pathToFileURL(__filename).href;' },
}));

const starter = {
  ...options,
  format: 'esm',
  entryPoints: [`${dist}start.js`],
  outfile: `${dist}billing-graphql.js`,
  sourcemap: false,
};

await Promise.all([program, ...parts, starter].map((each) => build(each)));

/** One such character, and Node keeps two bytes for each of all the others, and takes twice as long to read them. */
const beyondLatin1 = /[^\0-\xff]/.exec(await readFile(program.outfile, 'utf8'));
if (beyondLatin1) throw new Error(`Write "${beyondLatin1[0]}" as an escape: it takes 3 MB of every process.`);
