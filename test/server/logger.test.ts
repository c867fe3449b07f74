import fc from 'fast-check';
import { createLogger, logInfo, scrub } from '../../src/server/logger.js';

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
  ['a header with an escaped blank', '{"m":"Bearer\\tsecret"}', '{"m":"[redacted]"}'],
  ['a header in an address', '/x?authorization=Bearer%20secret&a=1', '/x?authorization=[redacted]&a=1'],
  ['a header in a form', 'a=Bearer+secret&b=1', 'a=[redacted]&b=1'],
  ["Northflank's token", `{"token":"nf-${jwt}"}`, '{"token":"nf-[redacted]"}'],
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
      const logger = createLogger({
        level: 'trace',
        destination: { write: (line: string) => void written.push(line) },
      });
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

test('N09 bytes are not written: nobody could see what they spell', () => {
  const written: string[] = [];
  const logger = createLogger({
    level: 'trace',
    destination: { write: (line: string) => void written.push(line) },
  });
  const bytes = Buffer.from('Authorization: Bearer canary');
  logger.trace(
    { err: Object.assign(new Error('x'), { rawPacket: bytes }), view: new Uint8Array(bytes) },
    'x',
  );
  const { err, view } = JSON.parse(written.join(''));
  expect([err.rawPacket, view]).toEqual(['[bytes]', '[bytes]']);
  expect(written.join('')).not.toContain([...bytes.subarray(0, 3)].join(','));
});

test('V12 a long line of near-misses is scrubbed at once', () => {
  const line = 'eyJ'.repeat(17_000);
  expect(scrub(line)).toBe(line);
  for (const near of [
    `Bearer${' '.repeat(50_000)}`,
    'Bearer "'.repeat(7000),
    `{"type":"Buffer","data":[${'1,'.repeat(25_000)}`,
    `{"0":1${',"1":1'.repeat(8000)}`,
    '{"0":1,'.repeat(7000),
  ]) {
    expect(scrub(near)).toBe(near);
  }
}, 1000);

/** What a logger that gathers lines has written, text by text. */
function gathering(waitMs: number) {
  const written: string[] = [];
  const logger = createLogger({
    level: 'info',
    destination: { write: (text: string) => void written.push(text) },
    waitMs,
  });
  return { written, logger };
}

test('N09 lines that are gathered are written together, scrubbed, in their order', async () => {
  const { written, logger } = gathering(5);
  logger.info('one');
  logInfo(logger, '"msg":"Bearer canary"');
  logger.warn('three');
  expect(written).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(written).toHaveLength(1);
  const lines = written.join('').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['one', '[redacted]', 'three']);
});

test('N16 what is gathered is written when it is asked for, once, and without waiting when it is much', () => {
  const { written, logger } = gathering(60_000);
  logger.fatal('crash');
  logger.flush();
  logger.flush();
  expect(written.map((line) => JSON.parse(line).msg)).toEqual(['crash']);
  const long = 'x'.repeat(9000);
  logger.info(long);
  expect(written).toHaveLength(1);
  logger.info(long);
  expect(written).toHaveLength(2);
});

test('L13 no more is written at once than was agreed on, and no line in two pieces', () => {
  const written: string[] = [];
  const destination = { write: (text: string) => void written.push(text) };
  const logger = createLogger({ level: 'info', destination, waitMs: 60_000, charactersMax: 200 });
  // A line of 100 characters, its end included.
  const line = `"msg":"${'x'.repeat(44)}"`;
  for (let lines = 0; lines < 5; lines += 1) logInfo(logger, line);
  expect(written.map(({ length }) => length)).toEqual([200, 200]);
  logInfo(logger, `"msg":"${'x'.repeat(400)}"`);
  expect(written.map(({ length }) => length)).toEqual([200, 200, 100, 456]);
});

test('N09 below its level nothing is written', () => {
  const written: string[] = [];
  const destination = { write: (text: string) => void written.push(text) };
  logInfo(createLogger({ level: 'warn', destination }), '"msg":"request"');
  expect(written).toEqual([]);
});
