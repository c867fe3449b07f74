import { Agent, request } from 'node:http';
import { ACME_US, openSandbox, rawGet, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const LIST = `${ACME_US}/invoices?limit=1`;
const CONTINUE = { repeat: 'HTTP/1.1 100 Continue\r\n\r\n', times: 5 };
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n';

async function inject(fault: object): Promise<void> {
  expect((await sandbox.control('POST', '/faults', { fault })).status).toBe(201);
}

test('F60 informational answers can come before the normal one', async () => {
  const normal = await sandbox.altostrat(LIST);
  await inject({ kind: 'wire', before: [CONTINUE, HINTS] });
  const informed: number[] = [];
  const text = await new Promise<string>((resolve, reject) => {
    const headers = { authorization: 'Bearer sandbox-altostrat' };
    const agent = new Agent();
    const sent = request(`${sandbox.url}/workspaces${LIST}`, { headers, agent }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve(body));
    });
    sent.on('information', ({ statusCode }) => informed.push(statusCode));
    sent.on('error', reject).end();
  });
  expect([informed.filter((status) => status === 103), text]).toEqual([[103], normal.text]);
  const raw = await rawGet(sandbox, LIST);
  expect(raw.text.startsWith(`${CONTINUE.repeat.repeat(5)}${HINTS}HTTP/1.1 200 OK\r\n`)).toBe(true);
});

test('F60 a stray answer can follow on a kept connection', async () => {
  const stray = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nstray';
  await inject({ kind: 'wire', after: stray, then: { kind: 'status', status: 503, body: 'busy' } });
  const { text } = await rawGet(sandbox, LIST, 'stray');
  expect(text.startsWith('HTTP/1.1 503 Service Unavailable\r\n')).toBe(true);
  expect(text.endsWith(`\r\n\r\nbusy${stray}`)).toBe(true);
});

test('F60 a 204 can have a body after all', async () => {
  await inject({ kind: 'wire', after: '{"data":[]}', then: { kind: 'status', status: 204 } });
  const { text } = await rawGet(sandbox, LIST, '{"data":[]}');
  expect(text).toMatch(/^HTTP\/1\.1 204 No Content\r\n(.+\r\n)*\r\n\{"data":\[\]\}$/);
});
