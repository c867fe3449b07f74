import type { Browser } from 'playwright-core';
import { startProcess, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { startBrowser } from './browser.js';
import { findOurs, openSample, run, shown, visit } from './graphiql-page.js';

/** GraphiQL where both providers are live: it knows no token and no id. */

let upstream: Upstream;
let api: Api;
let browser: Browser;

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startProcess({
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    NODE_ENV: 'development',
  });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await upstream?.close();
});

const EMPTY = `{
  "authorization": "Bearer ",
  "northflank-authorization": "Bearer "
}`;

test('F59 both credential headers stand ready, an empty token is called empty, and samples ask for ids', async () => {
  const { page, complaints } = await visit(browser, `${api.url}/`);
  const headers = '.graphiql-editor-tool .graphiql-editor:not(.hidden)';
  expect(await shown(page, headers)).toContain(EMPTY.slice(4, 30));
  await page.getByText('Put a token into the Headers tab').waitFor();
  expect(await run(page)).toMatch(/^0 upstream calls,/);
  expect(await page.locator('.empty-token').allInnerTexts()).toEqual([
    'The token of authorization is empty, so it was not sent. Put yours after “Bearer” in the Headers tab.',
  ]);
  expect(await findOurs(page)).toEqual([]);
  await page.locator(`${headers} .view-line`).nth(1).click();
  for (const key of ['End', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  await page.keyboard.type('sandbox-altostrat');
  await page.getByText('sandbox-altostrat').waitFor();
  expect(await run(page)).toMatch(/^1 upstream call,/);
  expect(await shown(page, '.result-window')).toContain('"ws_acme"');
  expect(await page.locator('.empty-token').count()).toBe(0);
  expect(complaints).toEqual([]);
  await openSample(page, 'FirstPage');
  await page.getByRole('button', { name: 'Variables' }).click();
  expect(await shown(page, '.graphiql-editor-tool .graphiql-editor:not(.hidden)')).toContain(
    '"<your ws_... id>"',
  );
  expect(await run(page)).toMatch(/^0 upstream calls,/);
  expect(await shown(page, '.result-window')).toContain('workspaceId');
  await page.close();
});
