import type { Browser, Locator, Page } from 'playwright-core';
import { findViolations } from './browser.js';

/** A phone, a tablet and a desk, in CSS pixels. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1024, height: 768 },
  desk: { width: 1440, height: 900 },
} as const;

export type Size = keyof typeof SIZES;

/** The page as somebody has it who never was there before, and what the browser complained of. */
export interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Opens the page and waits until it can be used. */
export async function visit(browser: Browser, url: string, size: Size = 'desk'): Promise<Visit> {
  const page = await browser.newPage({ viewport: SIZES[size], colorScheme: 'dark' });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(url);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await page.locator('.result-window .view-lines').waitFor({ state: 'attached' });
  return { page, complaints };
}

/** Presses the button and waits for the answer; returns what stands under it. */
export async function run(page: Page): Promise<string> {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await answered;
  return summary(page).innerText();
}

/** "1 upstream call, 12 ms", under the result. */
export function summary(page: Page): Locator {
  return page.getByText(/^(\d+ upstream calls?|no operation), \d+ ms$/);
}

/** What an editor shows of its text; no-break spaces stand for all spaces there. */
export async function shown(page: Page, section: string): Promise<string> {
  const lines = await page.locator(`${section} .view-line`).allInnerTexts();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

export async function openSample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Samples' }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click();
}

export const openTab = (page: Page): Locator => page.locator('.graphiql-tab-active .graphiql-tab-button');

export async function tabsOf(page: Page): Promise<readonly string[]> {
  return page.locator('.graphiql-tab-button').allInnerTexts();
}

/**
 * What axe finds that is not GraphiQL's own: a tab holds the button that closes it, the editor colours comments and the
 * numbers of lines a little too faintly, and a menu stands beside the page's landmarks.
 */
export async function findOurs(page: Page): Promise<readonly string[]> {
  const upstreams = [
    /^nested-interactive .*(graphiql-tab|li:nth-child)/,
    /^color-contrast .*(\.mtk|\.view-line|\.line-numbers)/,
    /^region .*radix-popper/,
  ];
  const found = (await findViolations(page)).flatMap(({ id, where }) =>
    where.map((place) => `${id} ${place}`),
  );
  return found.filter((violation) => !upstreams.some((upstream) => upstream.test(violation)));
}
