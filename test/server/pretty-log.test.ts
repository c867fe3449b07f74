import { createLogger, logInfo } from '../../src/server/logger.js';
import { toPrettyLog } from '../../src/server/pretty-log.js';

/** What a terminal shows, its colours left out. */
function shown(log: (logger: ReturnType<typeof createLogger>) => void): string {
  let written = '';
  const terminal = toPrettyLog({ write: (text) => void (written += text) });
  log(createLogger({ level: 'info', destination: terminal }));
  // eslint-disable-next-line no-control-regex
  return written.replace(/\u001b\[\d+m/g, '').replace(/^\d\d:\d\d:\d\d\.\d{3} /gm, 'TIME ');
}

test('F55 people who watch a terminal see words in place of JSON', () => {
  const text = shown((logger) => {
    logInfo(logger, '"requestId":"a","status":200,"msg":"request"');
    logger.warn({ errorCodes: ['UPSTREAM_TIMEOUT'], why: 'two words' }, 'request');
  });
  expect(text).toBe(
    'TIME info  request requestId=a status=200\n' +
      'TIME warn  request errorCodes=["UPSTREAM_TIMEOUT"] why="two words"\n',
  );
});

test('F55 a stack stands on lines of its own, and nothing that a terminal would obey', () => {
  const fault = Object.assign(new Error('bell'), { stack: 'Error: \u001b]0;x\u0007\n    at here' });
  expect(shown((logger) => logger.error({ err: fault }, 'fault'))).toBe(
    'TIME error fault err=\nError: ?]0;x?\n    at here\n',
  );
});

test('F55 a terminal shows no credential either', () => {
  expect(shown((logger) => logger.info({ sent: 'Bearer abc.def' }, 'x'))).toBe(
    'TIME info  x sent=[redacted]\n',
  );
});

test('F55 what is no line of the log stays as it is', () => {
  let written = '';
  toPrettyLog({ write: (text) => void (written += text) }).write('{"a"\nplain\n1\n');
  expect(written).toBe('{"a"\nplain\n1\n');
});
