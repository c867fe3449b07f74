import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createProject, ROOT, type Project } from './support/documented.js';
import { SSE, SUBSCRIPTION } from '../support/event-stream.js';
import { freePort } from '../support/free-port.js';
import { api, startSystem } from '../support/system.js';

/** The page's own server in development passes the API on, so that both have one origin. */

startSystem();

let project: Project;
beforeAll(() => {
  project = createProject();
});
afterAll(() => project?.remove());

const ACCOUNT = 'Aai1pzXcnFsiQmlsbGluZ0FjY291bnQiLCJBTFRPU1RSQVQiLCJ3c19hY21lIiwiY3VzX2FjbWVfdXMiXQ';

test("F68 docs/clients.md: Vite's proxy passes on queries, streams and exports", async () => {
  project.write('vite/', api.url);
  const port = String(await freePort());
  const words = [
    join(ROOT, 'node_modules/vite/bin/vite.js'),
    '--port',
    port,
    '--strictPort',
    '--host',
    '127.0.0.1',
  ];
  const vite = spawn(process.execPath, words, { cwd: join(project.folder, 'vite') });
  let said = '';
  try {
    vite.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    for await (const chunk of vite.stdout as AsyncIterable<Buffer>)
      if ((said += chunk.toString()).includes(port)) break;
    const send = async (body: object, headers: Record<string, string>): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer sandbox-altostrat',
          ...headers,
        },
        body: JSON.stringify(body),
      });
    const answer = await send({ query: '{ __typename }' }, {});
    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
    const stream = await send(
      { query: SUBSCRIPTION('cause'), variables: { ids: [ACCOUNT] } },
      { accept: SSE },
    );
    expect([stream.status, stream.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    await stream.body?.cancel();
    const exported = await fetch(`http://127.0.0.1:${port}/export`);
    expect([exported.status, exported.headers.has('x-request-id')]).toEqual([400, true]);
  } finally {
    const ended = once(vite, 'close');
    vite.kill();
    await ended;
  }
}, 60_000);
