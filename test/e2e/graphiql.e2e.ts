import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startProcess, type Api } from '../support/api.js';
import { startBrowser } from './browser.js';
import {
  findOurs,
  openSample,
  openTab,
  run,
  shown,
  SIZES,
  summary,
  tabsOf,
  visit,
  type Size,
} from './graphiql-page.js';

/** GraphiQL over the embedded sandbox, as a newcomer meets it: in a browser, by clicking. */

/** `SCREENSHOTS=docs/images npm run test:e2e -- graphiql.e2e` takes the README's picture anew. */
const pictures = process.env['SCREENSHOTS'];

let api: Api;
let browser: Browser;

beforeAll(async () => {
  api = await startProcess({ NODE_ENV: 'development', CALL_COST: 'on' });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.stop();
});

test.each(Object.keys(SIZES) as Size[])(
  'F59 on a %s the first tab answers, says what it cost, and everything can be read and reached',
  async (size) => {
    const { page, complaints } = await visit(browser, `${api.url}/`, size);
    expect(await page.getByText('The answer comes here').innerText()).toMatch(/^Press ▶ or Ctrl-Enter\./);
    expect(await run(page)).toMatch(/^1 upstream call, \d+ ms$/);
    expect(await shown(page, '.result-window')).toContain('"name": "Acme Networks"');
    await openSample(page, 'BothProviders');
    await expectInside(page, '.graphiql-tab-active');
    expect(await run(page)).toMatch(/^4 upstream calls, \d+ ms$/);
    await summary(page).click();
    expect(await page.locator('.run-report li').allInnerTexts()).toEqual([
      expect.stringMatching(/^ALTOSTRAT GET invoices \(up to 2 rows, status 200, .* ms\)\nthe newest 2$/),
      expect.stringMatching(/^NORTHFLANK GET billing\/invoices \(up to 100 rows, /),
      ...Array.from({ length: 2 }, () =>
        expect.stringMatching(
          /^NORTHFLANK GET billing\/invoices\/\{id\} \(status 200, .* ms\)\nwhat the list/,
        ),
      ),
    ]);
    await expectRoom(page, size);
    if (pictures !== undefined && size === 'desk') await takePicture(page, pictures);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await findOurs(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.close();
  },
);

/** Both panes are wide enough to read in; on a phone the result stands below the operation. */
async function expectRoom(page: Page, size: Size): Promise<void> {
  const editor = await boxOf(page, '.graphiql-query-editor .monaco-editor');
  const result = await boxOf(page, '.result-window');
  expect(Math.min(editor.width, result.width)).toBeGreaterThan(size === 'phone' ? 270 : 340);
  expect(Math.min(editor.height, result.height)).toBeGreaterThan(150);
  expect(result.y > editor.y + editor.height).toBe(size === 'phone');
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  for (const place of [
    '.graphiql-execute-button',
    '.sample-menu-button',
    '.run-report summary',
    '.graphiql-sidebar',
  ])
    await expectInside(page, place);
}

async function expectInside(page: Page, place: string): Promise<void> {
  const { x, y, width, height } = await boxOf(page, place);
  const { width: right = 0, height: bottom = 0 } = page.viewportSize() ?? {};
  expect([place, x >= 0 && y >= 0 && x + width <= right && y + height <= bottom]).toEqual([place, true]);
}

async function boxOf(page: Page, place: string) {
  const box = await page.locator(place).first().boundingBox();
  if (!box) throw new Error(`${place} is not to be seen.`);
  return box;
}

async function takePicture(page: Page, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'graphiql-dark.png') });
}

test('F59 every sample is in the menu; one that was closed comes back, and none opens twice', async () => {
  const examples = readdirSync(join(import.meta.dirname, '../../examples'));
  const { page } = await visit(browser, `${api.url}/`);
  const first = await tabsOf(page);
  expect(first).toEqual(['WhatMyTokenSees', 'FirstPage', 'InvoiceWithLines', 'PreviewAChange']);
  await page.getByRole('button', { name: 'Samples' }).click();
  const items = page.getByRole('menuitem').filter({ has: page.locator('.sample-about:not(:empty)') });
  expect(await items.count()).toBe(examples.filter((file) => file.endsWith('.graphql')).length);
  await page.keyboard.press('Escape');
  await openSample(page, 'FirstPage');
  expect([await openTab(page).innerText(), await tabsOf(page)]).toEqual(['FirstPage', first]);
  await page.locator('.graphiql-tab-active .graphiql-tab-close').click();
  expect(await tabsOf(page)).toEqual(first.filter((name) => name !== 'FirstPage'));
  await openSample(page, 'FirstPage');
  expect((await tabsOf(page)).at(-1)).toBe('FirstPage');
  expect(await shown(page, '.graphiql-editor-tool')).toContain('"accountId": "cus_acme_us"');
  expect(await run(page)).toMatch(/^1 upstream call,/);
  // A result is its own tab's, and so is what it cost.
  await page.locator('.graphiql-tab-button', { hasText: 'WhatMyTokenSees' }).click();
  await page.getByText('The answer comes here').waitFor();
  await page.locator('.graphiql-tab-button', { hasText: 'FirstPage' }).click();
  expect(await summary(page).innerText()).toMatch(/^1 upstream call,/);
  await page.close();
});

const BROKEN_SPACES = `query Euros($id: ID!) {
  billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: $id) {
    invoices(first: 1) { nodes { total { formatted(locale: "de-DE") } } }
  }
}`;

test('F59 a link opens its operation in a tab of its own; amounts have no boxes around their spaces', async () => {
  const link = new URLSearchParams({ query: BROKEN_SPACES, variables: '{ "id": "cus_acme_eu" }' }).toString();
  const { page, complaints } = await visit(browser, `${api.url}/?${link}`);
  expect([await openTab(page).innerText(), page.url()]).toEqual(['Euros', `${api.url}/`]);
  expect(await shown(page, '.graphiql-editor-tool')).toContain('"cus_acme_eu"');
  await run(page);
  expect(await shown(page, '.result-window')).toMatch(/"formatted": "[\d.]+,\d\d €"/);
  expect(await page.locator('.unicode-highlight').count()).toBe(0);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: /^Copy a link/ }).click();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied).toBe(`${api.url}/?${link}`);
  expect(complaints).toEqual([]);
  await page.close();
});

test('F59 the documentation begins with what people look for, its arguments in their order; icons have names, and packages their licences', async () => {
  const { page } = await visit(browser, `${api.url}/`);
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer-type-name', { hasText: /^Query$/ }).click();
  const fields = await page.locator('.graphiql-doc-explorer-field-name').allInnerTexts();
  expect([fields[0], fields.slice(-2)]).toEqual(['billingAccount', ['_entities', '_service']]);
  const args = await page
    .locator('.graphiql-doc-explorer-item')
    .first()
    .locator('.graphiql-doc-explorer-argument-name')
    .allInnerTexts();
  expect(args).toEqual(['provider', 'workspaceId', 'accountId']);
  const icons = await page.locator('svg title').allTextContents();
  expect(icons).toContain('play icon');
  expect(icons.filter((name) => !/^[a-z-]{3,}( [a-z-]{3,})* icon$/.test(name))).toEqual([]);
  await page.getByRole('button', { name: 'Samples' }).click();
  const opened = page.context().waitForEvent('page');
  await page.getByRole('menuitem', { name: /^Licences/ }).click();
  const notices = await opened;
  const text = await notices.locator('body').innerText();
  for (const name of ['graphiql 5', 'monaco-editor 0', 'react 19', 'graphql 16'])
    expect(text).toContain(name);
  expect(text).toContain('Permission is hereby granted, free of charge');
  await page.context().close();
});
