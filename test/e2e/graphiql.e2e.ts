import type { Browser } from 'playwright-core';
import { startProcess, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { startBrowser } from './browser.js';

let upstream: Upstream;
let api: Api;
let browser: Browser;

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startProcess({ ALTOSTRAT_URL: upstream.url, NODE_ENV: 'development' });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await upstream?.close();
});

test('F59 the button of the first tab brings an answer', async () => {
  const page = await browser.newPage();
  await page.goto(`${api.url}/graphql`);
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.locator('.result-window').getByText('"data"').waitFor();
});
