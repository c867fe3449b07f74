import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The files that docs/clients.md prints, written out for a program of a reader's to be. */

export const ROOT = join(import.meta.dirname, '../../..');

const PAGE = readFileSync(join(ROOT, 'docs/clients.md'), 'utf8');
const BLOCK = /^```(?:js|json|ts|graphql)\n(?:\/\/|#) (\S+)\n(.*?)^```\n(?:\n```text\n(.*?)^```)?/gms;

/** What readers have installed, beside this one. */
const PACKAGES = [
  '@apollo',
  '@graphql-codegen',
  '@graphql-typed-document-node',
  '@urql',
  'graphql',
  'graphql-sse',
  'relay-runtime',
  'rxjs',
];

export interface Printed {
  readonly name: string;
  readonly text: string;
  /** Undefined: others import it. */
  readonly answer: string | undefined;
}

export const printed = [...PAGE.matchAll(BLOCK)].map(([, name = '', text = '', answer]): Printed => ({
  name,
  text,
  answer,
}));

export function textOf(name: string): string {
  return printed.find((file) => file.name === name)?.text ?? '';
}

export interface Project {
  readonly folder: string;
  /** Writes those files whose names begin so, for the server at `url`. */
  write(start: string, url: string): void;
  remove(): void;
}

/** A folder where packages are found as any program of a user's finds them. */
export function createProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'documented-'));
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  for (const name of PACKAGES) symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  symlinkSync(ROOT, join(packages, 'billing-graphql'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return {
    folder,
    write: (start, url) => {
      for (const { name, text } of printed.filter((file) => file.name.startsWith(start))) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text.replaceAll('http://localhost:4000', url));
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
