import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Installs the packages of this folder, once. `npm ci` at the root does without them. */
export default function install() {
  if (existsSync(here('node_modules/.package-lock.json'))) return;
  process.stdout.write('Installing the portal, once: about 80 MB ...\n');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: here('.'),
    stdio: 'inherit',
  });
}
