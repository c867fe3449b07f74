/**
 * Puts the server, as the compiler wrote it, and its packages into one file, dist/billing-graphql.js: to load a thousand
 * files takes as long again as everything else that a start does. What keeps traces is a file of its own, dist/open-telemetry.js,
 * which is read where there is a collector.
 *
 *   node scripts/bundle-server.mjs
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { hashesOfNode, leaveOut, oneGraphql, partsOfUndici } from './bundle/lean.mjs';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const TELEMETRY = /\/telemetry\/open-telemetry\.js$/;

const telemetryApart = {
  name: 'telemetry-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: TELEMETRY }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './open-telemetry.js', external: true } : undefined,
    ),
};

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // TypeGraphQL asks for the one where it validates, which it does not do here; the other would colour what is not written.
  external: ['class-validator', 'supports-color'],
  plugins: [
    oneGraphql,
    partsOfUndici,
    hashesOfNode,
    leaveOut(['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler']),
  ],
  // With it set, the client of the store would write what it sends to stderr, passwords included.
  define: { 'process.env.DEBUG': 'undefined' },
  // What is shorter is read faster; names stay, for stack traces and because TypeGraphQL reads those of classes.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  logLevel: 'warning',
  // Packages of the older kind ask for each other, and for Node's own modules, in the older way.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
};

await Promise.all([
  build({
    ...options,
    entryPoints: [`${dist}main.js`],
    outfile: `${dist}billing-graphql.js`,
    plugins: [telemetryApart, ...options.plugins],
  }),
  build({
    ...options,
    entryPoints: [`${dist}telemetry/open-telemetry.js`],
    outfile: `${dist}open-telemetry.js`,
  }),
]);

/** One such character, and Node keeps two bytes for each of all the others, and takes twice as long to read them. */
const beyondLatin1 = /[^\0-\xff]/.exec(await readFile(`${dist}billing-graphql.js`, 'utf8'));
if (beyondLatin1) throw new Error(`Write "${beyondLatin1[0]}" as an escape: it takes 3 MB of every process.`);
