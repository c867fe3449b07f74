/**
 * Compiles wasm/ordinary-json.ts and writes what comes out, as text, to src/wire/ordinary-json.wasm.ts, so that a build
 * needs no compiler for it. With --check it writes nothing and fails where the committed file differs.
 *
 *   node scripts/build-wasm.mjs [--check]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = 'wasm/ordinary-json.ts';
const TARGET = 'src/wire/ordinary-json.wasm.ts';
const root = fileURLToPath(new URL('..', import.meta.url));

/** As much memory as the texts have places for in it, in pages of 64 KiB. */
const PAGES = '64';
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--initialMemory', PAGES];

const text = render(await compile());
await (process.argv.includes('--check') ? check(text) : writeFile(root + TARGET, text));

async function compile() {
  let binary;
  const { error, stderr } = await asc.main(
    [SOURCE, ...OPTIONS, '--enable', 'simd,bulk-memory', '--outFile', 'binary'],
    {
      readFile: (name, base) => readFile(`${base}/${name}`, 'utf8').catch(() => null),
      writeFile: (_name, contents) => (binary = contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString(), { cause: error });
  return binary;
}

function render(binary) {
  return `/** ${SOURCE}, compiled by scripts/build-wasm.mjs. */\nexport const ordinaryJson =\n  '${Buffer.from(binary).toString('base64')}';\n`;
}

async function check(expected) {
  const committed = await readFile(root + TARGET, 'utf8').catch(() => undefined);
  if (committed === expected) return console.log(`${TARGET}: up to date`);
  console.error(`${TARGET}: differs from ${SOURCE}. Run "npm run wasm" and commit the file.`);
  process.exitCode = 1;
}
