/**
 * What GraphQL Code Generator has to know of this schema: `config` of any of its presets. Every scalar travels as text, since a
 * number would round money.
 */
export const billingConfig = {
  strictScalars: true,
  useTypeImports: true,
  scalars: {
    BigInt: 'string',
    CurrencyCode: 'string',
    DateTime: 'string',
    Decimal: 'string',
    URL: 'string',
  },
};
