/** The providers that the graph knows, as its enum `BillingProvider` names them. */
export const providerNames = { ALTOSTRAT: 'ALTOSTRAT', NORTHFLANK: 'NORTHFLANK' } as const;
export type ProviderName = keyof typeof providerNames;
