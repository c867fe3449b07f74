/**
 * Writes docs/errors.md from the codes of the built server. With --check it writes nothing and fails where the committed file
 * differs.
 *
 *   node scripts/emit-errors.mjs [--check]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errorCodes, sharedErrors } from '../dist/errors/error-codes.js';

const TARGET = 'docs/errors.md';
const path = fileURLToPath(new URL(`../${TARGET}`, import.meta.url));

const text = `# Error codes

Written by \`npm run errors\` from [\`src/errors/error-codes.ts\`](../src/errors/error-codes.ts); \`npm run check\` fails where they differ.
Every error carries \`extensions { code, retryable, correlationId }\`, and where a provider was asked \`provider\`, \`upstream\` and
\`retryAfterMs\`. Act on \`code\`, never on the message.

## Of this graph

| Code | Cause | Repair | Worth asking again |
| --- | --- | --- | --- |
${Object.entries(errorCodes).map(toRow).join('\n')}

## Of every GraphQL server

The operation never began. \`retryable\` is false.

| Code | Cause | Repair |
| --- | --- | --- |
${Object.entries(sharedErrors).map(toRow).join('\n')}
`;

await (process.argv.includes('--check') ? check() : write());

function toRow([code, { description, repair, retryable }]) {
  const again = retryable === undefined ? '' : ` ${retryable ? 'yes' : 'no'} |`;
  return `| \`${code}\` | ${description} | ${repair} |${again}`;
}

async function write() {
  await writeFile(path, text);
  console.log(`${TARGET}: written`);
}

async function check() {
  const committed = await readFile(path, 'utf8').catch(() => undefined);
  if (committed === text) return console.log(`${TARGET}: up to date`);
  console.error(`${TARGET}: differs from the codes. Run "npm run errors" and commit the file.`);
  process.exitCode = 1;
}
