import { readFileSync } from 'node:fs';

/** A file of this repository, as JSON. */
export const readJson = (name: string) => JSON.parse(readFileSync(name, 'utf8'));

interface Entry {
  version?: string;
  [key: string]: unknown;
}

/** A lock file with these packages beside those that are always there, each with a good hash. */
export const lockOf = (packages: Record<string, Entry>): { packages: Record<string, Entry> } => ({
  packages: {
    '': { version: '0.1.0' },
    ...Object.fromEntries(
      Object.entries(packages).map(([name, entry]) => [
        `node_modules/${name}`,
        { version: '1.0.0', integrity: 'sha512-AAAA', ...entry },
      ]),
    ),
  },
});
