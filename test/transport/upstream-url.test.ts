import fc from 'fast-check';
import { toCarefulPath, toPrefix, toUpstreamPath } from '../../src/transport/upstream-url.js';

const prefix = toPrefix(new URL('https://a.example/v1/'));

test('T6 the path is the prefix and the segments, the query is encoded', () => {
  expect(toUpstreamPath(prefix, ['workspaces', 'ws_1'])).toBe('/v1/workspaces/ws_1');
  expect(
    toUpstreamPath(toPrefix(new URL('https://a.example')), ['a'], { limit: '1', after: 'x&limit=9 #' }),
  ).toBe('/a?limit=1&after=x%26limit%3D9+%23');
});

test.each(['..', '.', '', '%2e%2e/', '\ud800'])(
  'T6 T12 the segment %j is a fault, not another route',
  (segment) => {
    if (segment === '%2e%2e/') expect(toUpstreamPath(prefix, [segment])).toBe('/v1/%252e%252e%2F');
    else expect(() => toUpstreamPath(prefix, ['a', segment, 'b'])).toThrow(Error);
  },
);

test('T6 whatever the segments, a server reads the same host and as many segments as were meant', () => {
  const wild = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '?',
    '#',
    '%2e',
    '%2f',
    '//evil',
    '@',
    ':',
    '\r\n',
    '\t',
    'a',
  );
  const segment = fc.oneof(
    fc.string(),
    fc.array(wild, { maxLength: 4 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
      let path: string;
      try {
        path = toUpstreamPath(prefix, segments);
      } catch {
        return;
      }
      const read = new URL(path, 'https://a.example');
      expect([read.origin, read.search, read.hash]).toEqual(['https://a.example', '', '']);
      expect(read.pathname.split('/').slice(2).map(decodeURIComponent)).toEqual(segments);
    }),
    { numRuns: 1000 },
  );
});

test('T6 the short way and the careful way are one path', () => {
  const word = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/),
    fc.string({ minLength: 1, maxLength: 3 }).filter((text) => text !== '.' && text !== '..'),
  );
  const query = fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,5}$/), word, { maxKeys: 3 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), query, (segments, parameters) => {
      expect(toUpstreamPath(prefix, segments, parameters)).toBe(toCarefulPath(prefix, segments, parameters));
    }),
    { numRuns: 1000 },
  );
});
