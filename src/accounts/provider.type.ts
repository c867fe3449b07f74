import { registerEnumType } from 'type-graphql';
import { providerNames, type ProviderName } from '../errors/provider-name.js';
import { billingIntervals } from './billing-subscription.js';

registerEnumType(providerNames, {
  name: 'BillingProvider',
  description: 'Who issues the invoices.',
  valuesConfig: {
    ALTOSTRAT: { description: 'Altostrat: workspaces hold billing accounts, which are Stripe customers.' },
    NORTHFLANK: { description: 'Northflank: the account of the token itself, or one of its teams.' },
  } satisfies Record<ProviderName, { description: string }>,
});

registerEnumType(billingIntervals, {
  name: 'BillingInterval',
  description: 'How often a product is billed.',
  valuesConfig: { MONTH: { description: 'Every month.' }, YEAR: { description: 'Every year.' } },
});

export { billingIntervals as BillingIntervalEnum, providerNames as BillingProviderEnum };
