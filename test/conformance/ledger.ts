import type { PageRead, PageSource, SourcePage } from '../../src/lists/page-source.js';
import type { Invoice } from '../../src/invoices/invoice.js';
import type { ProviderDefinition, ProviderSource } from '../../src/providers/provider.js';
import type { ProviderSubject } from '../../src/conformance/provider-subject.js';
import { entries, ledger } from '../library/providers.js';

/** What is known of the ledger, whose provider may be another one. */
export function subjectOf(definition: ProviderDefinition): ProviderSubject {
  return {
    definition,
    token: 'any',
    account: { accountId: 'book-1' },
    invoiceIds: entries.map(({ number }) => number),
    missingAccount: { accountId: 'book-404' },
    impossibleAccount: { accountId: 'cus_1' },
  };
}

/** The ledger with something else in place of its source, in part. */
export function withSource(change: (source: ProviderSource) => Partial<ProviderSource>): ProviderDefinition {
  return {
    ...ledger,
    connect: (...given) => {
      const source = ledger.connect(...given);
      return { ...source, ...change(source) };
    },
  };
}

type ReadPage = PageSource<Invoice>['readPage'];

/** The ledger with something else in place of its pages. */
export function withPages(
  change: (page: SourcePage<Invoice>, read: PageRead) => SourcePage<Invoice>,
): ProviderDefinition {
  return withSource((source) => ({
    invoices: (account) => {
      const pages = source.invoices(account);
      const readPage: ReadPage = async (read, calls) => change(await pages.readPage(read, calls), read);
      return { pageMax: pages.pageMax, readsBackward: pages.readsBackward, readPage };
    },
  }));
}
