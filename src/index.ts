import 'reflect-metadata';

/**
 * The face of the package for programs that serve billing themselves. What is not exported here, or by `billing-graphql/provider`
 * and `billing-graphql/testing`, is nobody's to import: it changes without notice.
 */
export {
  buildBillingSchema,
  type BillingContext,
  type BillingSchema,
  type BillingSchemaOptions,
  type CallerOptions,
  type ProviderTokens,
} from './library/build-billing-schema.js';
export {
  createBillingServer,
  type BillingServer,
  type BillingServerOptions,
} from './library/create-billing-server.js';
export { SettingsError } from './library/settings-error.js';
export type { Settings } from './library/settings.js';
export { allProviders } from './providers/all-providers.js';
export type { ProviderDefinition } from './providers/provider.js';
