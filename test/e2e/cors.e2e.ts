import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from './browser.js';
import { startProcess, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** What a real browser lets pages of other origins do, as the server tells it. */

let browser: Browser;
let pages: Server;
let upstream: Upstream;
let api: Api;
let named: string;
let unnamed: string;
beforeAll(async () => {
  pages = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>A page</title>');
  }).listen(0, '127.0.0.1');
  await once(pages, 'listening');
  const { port } = pages.address() as AddressInfo;
  // Two names of one server are two origins.
  [named, unnamed] = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  upstream = await startUpstream();
  api = await startProcess({
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    CORS_ORIGINS: named,
  });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await upstream?.close();
  pages?.close();
});
beforeEach(async () => upstream.forget());

async function open(origin: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${origin}/`);
  return page;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly credentials?: 'include';
}

/** What a script of the page gets to see of an answer, or that it gets to see nothing. */
async function ask(page: Page, path: string, init: Sent): Promise<unknown> {
  return page.evaluate(
    async ([url, options]) => {
      try {
        const response = await fetch(url, options);
        const head = ['x-upstream-calls', 'x-request-id', 'retry-after', 'server'];
        const seen = head.filter((name) => response.headers.has(name));
        return { status: response.status, seen, text: await response.text() };
      } catch (error) {
        return String(error);
      }
    },
    [`${api.url}${path}`, init] as const,
  );
}

const BLOCKED = 'TypeError: Failed to fetch';
const question = (headers: Record<string, string>): Sent => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer sandbox-altostrat', ...headers },
  body: JSON.stringify({
    query:
      '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") { name } }',
  }),
});

test('H21 in Chromium a page of a named origin asks and reads, its refusals too', async () => {
  const page = await open(named);
  for (let turn = 0; turn < 2; turn += 1)
    expect(await ask(page, '/graphql', question({}))).toEqual({
      status: 200,
      seen: ['x-upstream-calls', 'x-request-id'],
      text: '{"data":{"billingAccount":{"name":"Acme United States"}}}\n',
    });
  const refused = await ask(page, '/graphql', question({ authorization: 'Basic abc' }));
  expect(refused).toMatchObject({ status: 401, seen: ['x-request-id'] });
  expect(await ask(page, '/graphql?query=%7B__typename%7D', {})).toMatchObject({ status: 400 });
  expect(await ask(page, '/export', { headers: { authorization: 'Bearer x' } })).toMatchObject({
    status: 400,
  });
});

test('H21 in Chromium nothing else is let through: other origins, other headers, other addresses, cookies', async () => {
  const page = await open(named);
  expect(await ask(page, '/graphql', question({ 'router-authorization': 'x' }))).toBe(BLOCKED);
  expect(await ask(page, '/subgraph', question({}))).toBe(BLOCKED);
  expect(await ask(page, '/metrics', {})).toBe(BLOCKED);
  expect(await ask(page, '/graphql', { ...question({}), credentials: 'include' })).toBe(BLOCKED);
  expect(await ask(await open(unnamed), '/graphql', question({}))).toBe(BLOCKED);
  expect(await upstream.paths()).toEqual([]);
});
