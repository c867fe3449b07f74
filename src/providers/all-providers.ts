import { altostrat } from './altostrat/definition.js';
import { northflank } from './northflank/definition.js';
import type { ProviderDefinition } from './provider.js';

/** The providers that this service serves, in the order in which it names them. A new one is a line here. */
export const allProviders: readonly ProviderDefinition[] = [altostrat, northflank];
