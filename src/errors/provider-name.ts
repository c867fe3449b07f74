/** The providers that come with this service, as the enum `BillingProvider` of its graph names them. */
export const providerNames = { ALTOSTRAT: 'ALTOSTRAT', NORTHFLANK: 'NORTHFLANK' } as const;

/** One of those, or of those that a deployment adds: each is named by its definition. */
export type ProviderName = keyof typeof providerNames | (string & Record<never, never>);
