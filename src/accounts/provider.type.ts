import { registerEnumType } from 'type-graphql';
import { providerNames } from '../errors/provider-name.js';
import { billingIntervals } from './billing-subscription.js';

/** Which values it has, and what they mean, say the definitions of the providers that are served; see `server/schema/`. */
registerEnumType(providerNames, { name: 'BillingProvider', description: 'Who issues the invoices.' });

registerEnumType(billingIntervals, {
  name: 'BillingInterval',
  description: 'How often a product is billed.',
  valuesConfig: { MONTH: { description: 'Every month.' }, YEAR: { description: 'Every year.' } },
});

export { billingIntervals as BillingIntervalEnum, providerNames as BillingProviderEnum };
