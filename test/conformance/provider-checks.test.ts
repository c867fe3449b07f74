import 'reflect-metadata';
import { BillingError } from '../../src/errors/billing-error.js';
import { checkProvider, createConformance } from '../../src/conformance/provider-checks.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import { ledger } from '../library/providers.js';
import { subjectOf, withPages, withSource } from './ledger.js';

/** The kit finds what it is there to find: each of these providers is wrong in one thing. */

/** What the one check says that is to find it. */
async function findingOf(definition: ProviderDefinition, wanted: string): Promise<string> {
  const { checks, close } = createConformance(subjectOf(definition));
  const check = checks.find(({ name }) => name.startsWith(wanted));
  const finding = await check?.run().then(
    () => 'nothing',
    (error: unknown) => (error as Error).message,
  );
  await close();
  return finding ?? 'no such check';
}

test('F50 a provider that is right conforms, and each check has a name', async () => {
  const { checks, close } = createConformance(subjectOf(ledger));
  for (const { run } of checks) await run();
  await close();
  expect(checks.map(({ name }) => name)).toEqual([
    'refuses an account that there cannot be, without a call',
    'asks for its credential, without a call',
    'says NOT_FOUND of an account that is not there',
    'describes its account, with null for what it does not know',
    'lists its invoices both ways, in pages of any size',
    'has every invoice by its id as it is in the list',
    'makes the calls that it counts, and no more than it predicts',
    'loses nothing where calls fail',
    'tells its failures in our words',
  ]);
});

test.each<[what: string, definition: ProviderDefinition, check: string, found: RegExp]>([
  [
    'loses a row',
    withPages((page) => ({ ...page, rows: page.rows.filter(({ position }) => position.id !== 'L-7') })),
    'lists its invoices',
    /ids of invoices\(.*"L-7"/,
  ],
  [
    'lists the oldest first',
    withPages((page) => ({ ...page, rows: page.rows.toReversed() })),
    'lists its invoices',
    /ids of invoices\(first: 2\): expected \["L-10","L-9"\]/,
  ],
  [
    'says that no more rows follow',
    withPages((page) => ({ ...page, more: false })),
    'lists its invoices',
    /hasNextPage of invoices\(first: 2\): expected true, got false/,
  ],
  [
    'says that more rows follow for ever',
    withPages((page) => ({ ...page, more: true })),
    'lists its invoices',
    /hasPreviousPage|hasNextPage/,
  ],
  [
    'has cursors that tell on which page they were made',
    withPages((page, read) => ({
      ...page,
      rows: page.rows.map((row) => ({ ...row, position: { ...row.position, hint: [read.limit] } })),
    })),
    'lists its invoices',
    /cursor of L-/,
  ],
  [
    'takes any account',
    { ...ledger, parseAccount: (_workspaceId, _accountId) => ledger.parseAccount(null, 'book-1') },
    'refuses an account that there cannot be',
    /expected \["BAD_USER_INPUT"\]/,
  ],
  [
    'says something else of an account that is not there',
    withSource((source) => ({
      invoices: (account) => {
        if (account.accountId === 'book-404') throw new BillingError('FORBIDDEN', 'Not yours.');
        return source.invoices(account);
      },
    })),
    'says NOT_FOUND',
    /expected \["NOT_FOUND"\], got \["FORBIDDEN"\]/,
  ],
  [
    'fails where it knows nothing',
    withSource(() => ({
      fetchAccount: async () => Promise.reject(new BillingError('NOT_FOUND', 'No such profile.')),
    })),
    'describes its account',
    /No such profile/,
  ],
  [
    'takes more calls than it says',
    withSource((source) => ({
      previewUpcoming: async (account) => {
        await source.previewUpcoming(account);
        return source.previewUpcoming(account);
      },
    })),
    'makes the calls that it counts',
    /which `costs` predicts: expected 1, got 2/,
  ],
])('F50 the kit finds a provider that %s', async (_what, definition, check, found) => {
  expect(await findingOf(definition, check)).toMatch(found);
});

test('F50 all that is wrong is told at once', async () => {
  const definition = withSource((source) => ({
    fetchAccount: async () => Promise.reject(new BillingError('NOT_FOUND', 'No such profile.')),
    invoices: (account) => {
      if (account.accountId === 'book-404') throw new BillingError('FORBIDDEN', 'Not yours.');
      return source.invoices(account);
    },
  }));
  const checking = checkProvider(subjectOf(definition));
  await expect(checking).rejects.toThrow(
    /^LEDGER does not conform:\n {2}says NOT_FOUND .*\n {2}describes its account/,
  );
});
