import fc from 'fast-check';
import { createLogger, scrub } from '../../src/server/logger.js';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl-_';

test.each([
  ['a header', 'authorization: Bearer secret', 'authorization: [redacted]'],
  ['a header in another case', 'BEARER   secret', '[redacted]'],
  ['a header in JSON', '{"authorization":"Bearer secret","a":1}', '{"authorization":"[redacted]","a":1}'],
  ['a header in escaped JSON', '{"m":"{\\"a\\":\\"Bearer secret\\"}"}', '{"m":"{\\"a\\":\\"[redacted]\\"}"}'],
  ['a token in a message', `invalid header value "${jwt}"`, 'invalid header value "[redacted]"'],
  ['a token behind a prefix', `nf-${jwt}!`, 'nf-[redacted]!'],
  ['a token without a signature', 'eyJhIjoxfQ.eyJiIjoyfQ.', '[redacted]'],
  ['a key of the provider', 'key=alto_sk_Ab-9_z;', 'key=[redacted];'],
  ['several', `Bearer a, Bearer b; ${jwt}`, '[redacted], [redacted]; [redacted]'],
])('T11 %s is taken out, wherever it stands', (_what, line, scrubbed) => expect(scrub(line)).toBe(scrubbed));

test('T11 what holds no credential stays as it is', () => {
  const line = '{"level":30,"requestId":"a","msg":"request","bearer":"of news"}';
  expect(scrub(line)).toBe(line);
});

test('T11 no log line shows a bearer value, at any depth and in any field', () => {
  const letter = fc.constantFrom(...'ABCxyz019._~+/=:-');
  const token = fc.string({ unit: letter, minLength: 12, maxLength: 60 });
  fc.assert(
    fc.property(token, (value) => {
      const written: string[] = [];
      const logger = createLogger('trace', { write: (line: string) => void written.push(line) });
      const planted = `Bearer ${value}`;
      logger.error(new Error(`Invalid value "${planted}"`), planted);
      logger.info(
        { headers: { AUTHORIZATION: planted, raw: ['a', planted] }, deep: { er: { planted } } },
        planted,
      );
      expect(written).toHaveLength(2);
      expect(written.filter((line) => line.includes(value))).toEqual([]);
      expect(written.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
    }),
  );
});

test('V12 a long line of near-misses is scrubbed at once', () => {
  const line = 'eyJ'.repeat(17_000);
  expect(scrub(line)).toBe(line);
  expect(scrub(`Bearer${' '.repeat(50_000)}`)).toBe(`Bearer${' '.repeat(50_000)}`);
}, 1000);
