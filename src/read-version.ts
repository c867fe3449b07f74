import { readFile } from 'node:fs/promises';

/** Beside the build, wherever that is. */
const PACKAGE = new URL('../package.json', import.meta.url);

/** Which version this is. */
export async function readVersion(): Promise<string> {
  return (JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string }).version;
}
