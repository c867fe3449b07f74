import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostile } from '../feature-list.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What starts no server does not depend on how many there are. */
const FOLDERS_WITH_SERVERS = ['api', 'clients', 'federation', 'server'];
const STARTS_BY_SETTING = /\bstart(?:Api|System|Hostile)\b|support\/system\.js/;
const A_ROW = new RegExp(`\\b(?:${Object.keys(hostile).join('|')})\\b`);

/**
 * The settings in which the hostile cases are run. `runs` are what Jest is told beside the names of the tests; `environment`
 * is read by `test/support/api.ts`.
 */
export const profiles = {
  alone: {
    title: 'one server',
    environment: {},
    runs: [['test'], ['test/e2e', '--config', 'jest.e2e.config.js']],
  },
  replicas: {
    title: 'two replicas on one store',
    environment: { REPLICAS: '2' },
    runs: [filesOf(FOLDERS_WITH_SERVERS).filter(dependsOnSetting)],
  },
};

function filesOf(folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, 'test', folder), { recursive: true })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `test/${folder}/${name}`),
  );
}

/** Whether a test file names a row, and starts servers that are single or several by the setting. */
function dependsOnSetting(file) {
  const text = readFileSync(join(root, file), 'utf8');
  return A_ROW.test(text) && STARTS_BY_SETTING.test(text);
}
