import { productionOf } from '../../scripts/supply-chain/lock.mjs';
import {
  checkLicences,
  checkProductionList,
  toProductionList,
} from '../../scripts/supply-chain/production-list.mjs';
import { readSbom } from '../../scripts/supply-chain/tree.mjs';
import { readJson } from './planted.js';

const reviewed: Record<string, string> = readJson('scripts/supply-chain/production.json');
const COMMAND = '"npm run check:supply -- --write"';

test('S04 the SBOM is what was reviewed, and holds every production package of the lock file', async () => {
  const present = toProductionList(await readSbom('.'));
  expect(checkProductionList(reviewed, present)).toEqual([]);
  const locked = productionOf(readJson('package-lock.json')).map(({ name, version }) => `${name}@${version}`);
  expect(new Set(Object.keys(present))).toEqual(new Set(locked));
});

test('S04 what is new, gone or under another licence is named, with the command that rewrites the list', () => {
  const before = { 'a@1.0.0': 'MIT', 'b@1.0.0': 'MIT', 'c@1.0.0': 'MIT' };
  const after = { 'a@1.0.0': 'MIT', 'c@1.0.0': 'ISC', 'd@1.0.0': 'WTFPL' };
  expect(checkProductionList(before, after)).toEqual([
    `d@1.0.0 (WTFPL) is new in production. Read what it is, then run ${COMMAND}.`,
    `b@1.0.0 is no longer in production. Run ${COMMAND}.`,
    `c@1.0.0 is ISC now, and was MIT. Read why, then run ${COMMAND}.`,
  ]);
});

test('S04 another version is a new line', () =>
  expect(checkProductionList({ 'a@1.0.0': 'MIT' }, { 'a@1.0.1': 'MIT' })).toHaveLength(2));

test('S04 the list is read from an SBOM in one order, whatever form a licence has there', () => {
  const licensed = (name: string, licenses?: object[]) => ({ name, version: '1.0.0', licenses });
  const components = [
    licensed('f'),
    licensed('e', []),
    licensed('d', [{ expression: '(MIT OR GPL-3.0)' }]),
    licensed('c', [{ license: { name: 'Own' } }]),
    licensed('b', [{ license: { id: 'MIT' } }, { license: { id: 'ISC' } }]),
    { ...licensed('a', [{ license: { id: 'MIT' } }]), group: '@scope' },
  ];
  expect(Object.entries(toProductionList({ components }))).toEqual([
    ['@scope/a@1.0.0', 'MIT'],
    ['b@1.0.0', 'MIT AND ISC'],
    ['c@1.0.0', 'Own'],
    ['d@1.0.0', '(MIT OR GPL-3.0)'],
    ['e@1.0.0', 'no licence'],
    ['f@1.0.0', 'no licence'],
  ]);
});

test('S04 everything in production is under a permissive licence', () =>
  expect(checkLicences(reviewed)).toEqual([]));

test.each([
  'GPL-3.0',
  'AGPL-3.0-only',
  'Elastic-2.0',
  'no licence',
  '',
  'MIT AND GPL-3.0',
  '(MIT AND (ISC OR GPL-3.0))',
])('S04 the licence "%s" is named', (licence) =>
  expect(checkLicences({ 'a@1.0.0': licence, 'b@1.0.0': 'MIT' })).toHaveLength(1),
);

test.each(['MIT', '(MIT AND BSD-3-Clause)', '(MIT OR GPL-3.0)', 'GPL-3.0 OR ISC'])(
  'S04 the licence "%s" is permissive',
  (licence) => expect(checkLicences({ 'a@1.0.0': licence })).toEqual([]),
);
