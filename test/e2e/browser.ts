import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Debian's Chromium: its pages alone, which take half the time, or the whole browser; and where others keep theirs. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
];

/** Nothing that a browser does by itself: it would look for hosts that a closed network does not have. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless Chromium; the environment's `CHROMIUM` says where it is, if it is somewhere else. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error(`Chromium is in none of ${PLACES.join(', ')}; set CHROMIUM to its path.`);
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface Violation {
  readonly id: string;
  /** The elements' selectors. */
  readonly where: readonly string[];
}

/** What axe finds wrong with what the page shows just now, or with the part of it below `selector`. */
export async function findViolations(page: Page, selector = 'html'): Promise<readonly Violation[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(async (within) => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    return inPage.run({ include: [[within]] }, { resultTypes: ['violations'] });
  }, selector);
  return violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }));
}
