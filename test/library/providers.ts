import { allProviders } from '../../src/providers/all-providers.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import { defineLedger } from '../support/ledger-provider.js';

/** Ten invoices at `book-1`. */
export const entries = Array.from({ length: 10 }, (_, index) => {
  return { number: `L-${10 - index}`, cents: (10 - index) * 100 };
});

/** One that this service does not know, which makes no HTTP calls; it stands for any that the sandbox does not emulate. */
export const ledger: ProviderDefinition = { ...defineLedger({ 'book-1': entries }), sandbox: undefined };

export const altostrat = allProviders[0] as ProviderDefinition;
