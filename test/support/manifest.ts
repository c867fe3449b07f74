import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const idOf = (document: string): string => createHash('sha256').update(document).digest('hex');

/** Documents under their ids. */
export const manifestOf = (documents: readonly string[]): Record<string, string> =>
  Object.fromEntries(documents.map((document) => [idOf(document), document]));

/** A file that holds `content`, as JSON where it is no text, until the end of the test file. */
export function writeManifest(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  const path = join(folder, 'documents.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  folders.push(folder);
  return path;
}

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));
