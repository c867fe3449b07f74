import { readFile } from 'node:fs/promises';
import { openSandbox } from './sandbox-client.js';

const CALL = /^curl (?:-X (?<method>\w+) )?"?\$B\/_sandbox(?<path>[^ "]*)"?(?: -d '(?<body>.*)')?$/;
const RULE = /^fault '(?<body>.*)'$/;

test('F60 every control call and fault rule that the documentation shows is taken', async () => {
  const page = await readFile(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
  const shown = page.split('\n').filter((line) => /^(curl .*\$B\/_sandbox|fault ')/.test(line));
  expect(shown.length).toBeGreaterThan(40);
  const sandbox = await openSandbox();
  try {
    for (const line of shown) {
      const rule = RULE.exec(line)?.groups;
      const {
        method = 'GET',
        path,
        body,
      } = rule ? { method: 'POST', path: '/faults', body: rule.body } : CALL.exec(line)!.groups!;
      const { status, json } = await sandbox.control(method, path, body && JSON.parse(body));
      expect([line, status < 300, json.problems]).toEqual([line, true, undefined]);
    }
  } finally {
    await sandbox.close();
  }
});
