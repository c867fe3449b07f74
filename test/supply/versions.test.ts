import { readAudit } from '../../scripts/supply-chain/audit.mjs';
import { accepted, deprecated, floors, singles } from '../../scripts/supply-chain/known-versions.mjs';
import {
  checkDeprecated,
  checkEngines,
  checkFloors,
  checkSingles,
} from '../../scripts/supply-chain/versions.mjs';
import { lockOf, readJson } from './planted.js';

const lock = readJson('package-lock.json');
const fit = {
  '@apollo/server': { version: '5.5.0' },
  graphql: { version: '16.15.0' },
  undici: { version: '7.18.2' },
};

test('S03 no package of the lock file is known to be bad', () =>
  expect(checkFloors(lock, floors)).toEqual([]));

test('S03 the floors themselves are fit', () => expect(checkFloors(lockOf(fit), floors)).toEqual([]));

test.each([
  ['@apollo/server', '5.4.9'],
  ['graphql', '16.8.0'],
  ['graphql', '17.0.0'],
  ['graphql', '17.0.0-alpha.1'],
  ['undici', '7.18.1'],
  ['jose', '5.10.0'],
  ['node-fetch', '2.6.6'],
  ['class-validator', '0.14.2'],
  ['fastify', '5.3.1'],
  ['ws', '8.17.0'],
  ['jsonwebtoken', '8.5.1'],
])('S03 %s %s is named', (name, version) =>
  expect(checkFloors(lockOf({ ...fit, [name]: { version } }), floors)).toEqual([
    expect.stringContaining(`node_modules/${name} is ${version}; ${name} must be `),
  ]),
);

test('S03 a bad copy is named wherever it lies', () =>
  expect(
    checkFloors(lockOf({ ...fit, 'a/node_modules/undici': { version: '6.0.0', dev: true } }), floors),
  ).toEqual([expect.stringContaining('node_modules/a/node_modules/undici is 6.0.0')]));

test('S03 a package that has to be there and is not is named', () =>
  expect(checkFloors(lockOf({ ...fit, undici: { name: 'other' } }), floors)).toEqual([
    expect.stringContaining('undici is not in the lock file'),
  ]));

test.each([
  ['a refusal', '{"message":"405 Method Not Allowed","statusCode":405,"error":{"summary":""}}'],
  ['an error with counts', '{"error":{"code":"E"},"metadata":{"vulnerabilities":{"total":0}}}'],
  ['silence', ''],
  ['a page', '<html>'],
  ['an empty object', '{}'],
  ['null', 'null'],
])('S03 an audit that was answered with %s is not available, and not clean', (_what, text) =>
  expect(readAudit(text)).toEqual({ line: 'npm audit: not available from this registry', problems: [] }),
);

test('S03 an audit that ran tells its count, and grave findings stop the build', () => {
  const vulnerabilities = {
    a: { name: 'a', severity: 'critical', range: '<2' },
    b: { name: 'b', severity: 'low', range: '<3' },
  };
  expect(readAudit(JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: { total: 2 } } }))).toEqual(
    {
      line: 'npm audit: 2 vulnerabilities in production',
      problems: ['a <2 has a critical vulnerability.'],
    },
  );
});

test('S05 there is one graphql', () => expect(checkSingles(lock, singles)).toEqual([]));

test('S05 a second graphql is named with its place, and so is none', () => {
  const twice = lockOf({ graphql: {}, 'a/node_modules/graphql': {} });
  expect(checkSingles(twice, singles)).toEqual([
    'graphql must be there once, and is there 2 times: node_modules/graphql, node_modules/a/node_modules/graphql',
  ]);
  expect(checkSingles(lockOf({ 'not-graphql': {} }), singles)).toHaveLength(1);
});

test('S05 no production package is deprecated, but for those that are accepted with a reason', () =>
  expect(checkDeprecated(lock, deprecated, accepted)).toEqual([]));

test('S05 a deprecated package is named, by the lock file or by its name, in production alone', () => {
  const planted = lockOf({
    a: { deprecated: 'Use b.' },
    'express-graphql': {},
    c: { deprecated: 'Gone.', dev: true },
    toString: {},
  });
  expect(checkDeprecated(planted, deprecated, {})).toEqual([
    'node_modules/a 1.0.0 is deprecated: Use b.',
    'node_modules/express-graphql 1.0.0 is deprecated: use graphql-http',
  ]);
  expect(checkDeprecated(planted, {}, { a: 'needed' })).toEqual([]);
  expect(checkDeprecated(lockOf({}), {}, { a: 'needed' })).toEqual([
    expect.stringContaining('no longer there'),
  ]);
});

test('S08 every production package accepts the oldest Node of `engines`', () =>
  expect(checkEngines(lock, readJson('package.json').engines)).toEqual([]));

test('S08 a production package that wants a newer Node is named', () => {
  const planted = lockOf({
    a: { engines: { node: '>=22' } },
    b: { engines: { node: '>=20.18' } },
    c: { engines: { node: '>=22' }, dev: true },
    d: { engines: { node: '>=20.20' } },
  });
  expect(checkEngines(planted, { node: '>=20.19' })).toEqual([
    expect.stringContaining('node_modules/a 1.0.0 wants Node >=22, and we promise 20.19.0'),
    expect.stringContaining('node_modules/d 1.0.0 wants Node >=20.20'),
  ]);
});
