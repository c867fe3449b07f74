import { CommandError } from '../../src/cli/command-error.js';
import { parseExportArguments } from '../../src/cli/export-arguments.js';

/** What the command line may say. */

const least = ['--account', 'a1', '--out', 'file'];

test('F58 options become the parameters of the export', () => {
  const { query, ...others } = parseExportArguments([
    ...least,
    ...['--account', 'a2', '--status', 'OPEN', '--created-from', 'T1', '--total-below', '5'],
    ...['--format', 'jsonl', '--url', 'https://api.example/billing', '--expect', '12'],
  ]);
  expect(query.toString()).toBe('account=a1&account=a2&status=OPEN&createdFrom=T1&totalBelow=5');
  expect(others).toEqual({
    out: 'file',
    format: 'jsonl',
    url: new URL('https://api.example/billing'),
    expected: 12,
  });
  expect(parseExportArguments(least)).toMatchObject({ format: 'csv', url: undefined, expected: undefined });
});

test.each([
  [['--out', 'file'], '--account: expected'],
  [['--account', 'a'], '--out: expected'],
  [[...least, '--format', 'xml'], '--format: expected csv or jsonl'],
  [[...least, '--url', 'http://api.example'], '--url: expected the base of a server, https'],
  [[...least, '--url', 'https://u:p@api.example'], '--url: expected the base of a server, https'],
  [[...least, '--expect', 'many'], '--expect: expected a number'],
  [[...least, '--token', 't'], "Unknown option '--token'"],
])('F58 %j is refused in words', (args, message) => {
  expect(() => parseExportArguments(args)).toThrow(CommandError);
  expect(() => parseExportArguments(args)).toThrow(message);
});
