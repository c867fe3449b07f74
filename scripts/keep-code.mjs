/**
 * Starts the built server and keeps the code that V8 made for that in dist/program.code: a start that finds it there compiles
 * little, which is a fifth of its time. It fits this version of Node with the flag that a start has, and no other uses it.
 *
 *   node --max-semi-space-size=32 scripts/keep-code.mjs
 */
import { writeFile } from 'node:fs/promises';
import { KEPT_CODE, runProgram } from '../dist/run-program.js';

const NOBODY = 'http://127.0.0.1:9';

const started = new Promise((resolve) => {
  process.stdout.write = (lines) => {
    if (lines.includes('"msg":"started"')) resolve();
    return true;
  };
});

process.stdout.isTTY = false;
process.env = { PORT: '0', ALTOSTRAT_URL: NOBODY, NORTHFLANK_URL: NOBODY };
const script = runProgram();
await started;
await writeFile(KEPT_CODE, script.createCachedData());
process.kill(process.pid, 'SIGTERM');
