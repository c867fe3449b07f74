import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** The server and its packages in one file, beside this one in the build. */
const PROGRAM = fileURLToPath(new URL('./program.js', import.meta.url));

/**
 * What V8 had made of that file when the build started it, so the two belong together. V8 itself does not use what another
 * version of it made, or one with other flags.
 */
export const KEPT_CODE = fileURLToPath(new URL('./program.code', import.meta.url));

/**
 * What a request made is garbage a moment later. So the heap need not grow far before it is looked for; and nothing of it
 * is to be made among what stays, as V8 begins to do where much was still in use when it looked: whatever such an object
 * refers to would outlive its request as well, and from then on every request takes twice the time.
 */
const GARBAGE_IS_YOUNG = ['--heap-growing-percent=80', '--no-allocation-site-pretenuring'];

/**
 * What reads a provider's pages is one large function, which V8 would compile to its best in a third of a second of processor
 * time, after the first page that a process reads. Fifty times as much has to be read before it is worth that.
 */
const READING_MAY_BE_SLOW_AT_FIRST = '--wasm-tiering-budget=90000000';

/** A module of the older kind, as `scripts/bundle-server.mjs` writes it. */
type Program = (require: NodeJS.Require, filename: string, directory: string, address: string) => void;

/** Runs the program in this process. Its script can be asked for the code that V8 has made of it. */
export function runProgram(): Script {
  [...GARBAGE_IS_YOUNG, READING_MAY_BE_SLOW_AT_FIRST].forEach((flag) => setFlagsFromString(flag));
  const script = new Script(readFileSync(PROGRAM, 'latin1'), {
    filename: PROGRAM,
    ...(existsSync(KEPT_CODE) && { cachedData: readFileSync(KEPT_CODE) }),
  });
  const run = script.runInThisContext() as Program;
  run(createRequire(PROGRAM), PROGRAM, dirname(PROGRAM), pathToFileURL(PROGRAM).href);
  return script;
}
