import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { findViolations, startBrowser } from './browser.js';
import { keepScreenshot, startPortal, type Portal } from './portal.js';

interface Screen {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
}

const DESK: Screen = { viewport: { width: 1440, height: 900 }, colorScheme: 'light' };
const PHONE: Screen = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' };

let portal: Portal;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await portal?.stop();
});
afterEach(async () => {
  await context?.close();
  await portal.control('POST', '/reset');
});

/** A person who comes for the first time: a page without anything kept. */
async function open(screen: Screen, view = 'invoices'): Promise<void> {
  context = await browser.newContext({ ...screen, locale: 'en-US' });
  page = await context.newPage();
  await page.goto(`${portal.url}/#/${view}`);
}

const rows = (): Locator => page.locator('a.row');
const row = (number: string): Locator => rows().filter({ hasText: number });
const footer = (): Locator => page.locator('footer');
const countRows = async (count: number): Promise<void> =>
  rows()
    .nth(count - 1)
    .waitFor();

async function chooseAccount(label: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Account' }).selectOption({ label });
}

/** Nothing for axe to find, and nothing that is wider than the page. */
async function expectNoFault(): Promise<void> {
  expect(await findViolations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
}

describe.each([
  ['desk', DESK],
  ['phone', PHONE],
])('F71 on a %s', (size, screen) => {
  test('F71 F16 all invoices are one list, which goes on when it is scrolled', async () => {
    await open(screen);
    await countRows(30);
    await expect(footer().innerText()).resolves.toMatch(/^Invoices: 15 upstream calls, \d+ ms$/);
    await expect(row('EDGE-0024').innerText()).resolves.toContain('$90,071,992,547,409.90');
    await expectNoFault();
    if (size === 'desk') await keepScreenshot(page, size);
    await rows().nth(29).scrollIntoViewIfNeeded();
    await countRows(60);
  });

  test('F71 F13 the list is narrowed down by account, status, date and amount', async () => {
    await open(screen);
    await chooseAccount('Acme Europe');
    await page.getByLabel('Void', { exact: true }).check();
    await page.getByText('Dates and amounts').click();
    await page.getByLabel('Currency').selectOption('EUR');
    await page.getByLabel('At least').fill('300.001');
    await page.getByLabel('At least').press('Enter');
    await page.getByText('Digits, and at most 2 decimals: 1000 or 999.50').waitFor();
    await page.getByLabel('At least').fill('300.00');
    await page.getByLabel('At least').press('Enter');
    await page.getByLabel('From').fill('2025-12-01');
    await page.getByLabel('Below').fill('300');
    await page.getByLabel('Below').press('Enter');
    await page.getByText('More than 300.00').waitFor();
    await page.getByText('That is all.').waitFor();
    await expect(rows().allInnerTexts()).resolves.toEqual([expect.stringContaining('ACMEEU-0240')]);
    await expectNoFault();
  });

  test('F71 F39 one invoice says in words what does not add up, and links its PDF', async () => {
    await open(screen);
    await chooseAccount('Documented sample');
    await row('AB123-001').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'AB123-001' });
    await expect(dialog.locator('.reconciliation').innerText()).resolves.toContain(
      'sum of lines = subtotal does not hold: it should be $10.99, and is $10.00. The difference is +$0.99.',
    );
    await expect(dialog.getByRole('link', { name: 'PDF' }).getAttribute('href')).resolves.toMatch(/^https:/);
    await expectNoFault();
    await page.keyboard.press('Escape');
    await page.locator('a.row:focus').filter({ hasText: 'AB123-001' }).waitFor();
  });

  test('F71 F44 candidates stand side by side with the lines that change', async () => {
    await open(screen, 'preview');
    await page.getByRole('button', { name: 'Compare' }).click();
    const cards = page.getByRole('list', { name: 'Previews' });
    await cards.getByText('10 × Locations → 15 × Locations').waitFor();
    await expect(cards.getByRole('heading').allInnerTexts()).resolves.toEqual([
      '15 locations',
      '20 locations',
    ]);
    await expect(cards.locator('.card-total').allInnerTexts()).resolves.toEqual([
      expect.stringMatching(/^\$3\d\d\.\d\d$/),
      expect.stringMatching(/^\$3\d\d\.\d\d$/),
    ]);
    await expect(footer().innerText()).resolves.toMatch(/^Previews: 3 upstream calls/);
    await expectNoFault();
    if (size === 'phone') await keepScreenshot(page, size);
  });

  test('F71 usage is a chart, with the figures of one invoice below', async () => {
    await open(screen, 'usage');
    await chooseAccount('Third generation');
    await page.getByRole('img', { name: /^Costs of the last \d+ invoices/ }).waitFor();
    await page.getByRole('cell', { name: 'cluster' }).waitFor();
    await expect(page.locator('.bar').count()).resolves.toBe(12);
    await expect(page.getByRole('row').filter({ hasText: 'cluster' }).innerText()).resolves.toContain(
      '$72.00',
    );
    await expectNoFault();
  });
});

describe('F71 at a desk', () => {
  test('F71 F58 what is shown is exported, also what was not scrolled to', async () => {
    await open(DESK);
    await chooseAccount('Acme South Africa');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    await page.getByText('Saved 35 invoices: all that there are.').waitFor();
    expect(download.suggestedFilename()).toBe('invoices.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 35 + 1);
  });

  test('F71 F54 an invoice that changes is marked, and one that is new is offered', async () => {
    await open(DESK);
    await chooseAccount('Acme United States');
    await countRows(30);
    const mark = row('ACMEUS-1200').getByText('status changed');
    // The first look tells nothing, and nobody outside sees when it was: so the invoice changes until it is seen.
    for (const status of Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'void' : 'open'))) {
      await portal.control('PATCH', '/accounts/cus_acme_us/invoices/in_acme_us_001200', { status });
      if (
        await mark.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    await expect(mark.isVisible()).resolves.toBe(true);

    await portal.control('POST', '/accounts/cus_acme_us/invoices', { invoices: 1 });
    await page.getByRole('button', { name: /^Show \d+ new$/ }).click();
    await row('ACMEUS-1201').waitFor();
  });

  test('F71 F32 an account that fails is named beside the list, with what is missing', async () => {
    await portal.control('POST', '/faults', {
      match: { path: 'cus_acme_eu/invoices' },
      fault: { kind: 'status', status: 403 },
    });
    await open(DESK);
    const problem = page.getByRole('alert');
    await expect(problem.innerText()).resolves.toContain(
      'Invoices of Acme Europe are missing. Altostrat accepts the token, but it may not read this account.',
    );
    await countRows(30);
    await portal.control('DELETE', '/faults');
    await problem.getByRole('button', { name: 'Try again' }).click();
    await problem.waitFor({ state: 'detached' });
    await row('ACMEEU-0240').waitFor();
  });

  test('F71 F30 a token that is refused, and a quota that is used up, are told in words', async () => {
    await portal.control('POST', '/tokens', { token: 'busy', provider: 'northflank' });
    await portal.control('POST', '/faults', {
      match: { token: 'busy' },
      fault: { kind: 'rateLimit', retryAfter: 30 },
    });
    await open(DESK);
    await page.getByRole('button', { name: 'Tokens' }).click();
    await page.getByLabel('Altostrat').fill('sandbox-altostrat-expired');
    await page.getByLabel('Northflank').fill('busy');
    await page.getByRole('button', { name: 'Use these' }).click();
    await page
      .getByText('The accounts of Altostrat are missing. Altostrat does not accept the token')
      .waitFor();
    await page
      .getByText(
        /Northflank takes no more questions with this token for now\. It can be asked again in \d\d s/,
      )
      .waitFor();
    await expectNoFault();
  });
});
