/** Monthly price of one unit, in the currency's minor unit. A year costs ten months. */
interface PriceList {
  locations: number;
  users: number;
  sso: number;
}

export type ProductType = keyof PriceList;
export type Interval = 'month' | 'year';

export const PRODUCT_NAMES: Readonly<Record<ProductType, string>> = {
  locations: 'Locations',
  users: 'Users',
  sso: 'SSO',
};

const DOLLAR_PRICES: PriceList = { locations: 1000, users: 450, sso: 2500 };

const PRICES: Readonly<Record<string, PriceList>> = {
  usd: DOLLAR_PRICES,
  eur: { locations: 950, users: 430, sso: 2400 },
  gbp: { locations: 820, users: 365, sso: 2050 },
  aud: { locations: 1500, users: 690, sso: 3900 },
  zar: { locations: 18500, users: 8300, sso: 46000 },
  jpy: { locations: 1500, users: 680, sso: 3800 },
  kwd: { locations: 3100, users: 1380, sso: 7700 },
};

/** Stripe takes three-decimal amounts only with a last digit of 0. */
const THREE_DECIMALS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

export function isProductType(text: string): text is ProductType {
  return Object.hasOwn(PRODUCT_NAMES, text);
}

export function unitAmount(currency: string, product: ProductType, interval: Interval): number {
  return (PRICES[currency] ?? DOLLAR_PRICES)[product] * (interval === 'year' ? 10 : 1);
}

export function priceId(currency: string, product: ProductType, interval: Interval): string {
  return `price_${product}_${currency}_${interval}`;
}

/** Rounds half away from zero to the smallest amount the currency can be charged in. */
export function roundAmount(amount: number, currency: string): number {
  const step = THREE_DECIMALS.has(currency) ? 10 : 1;
  const rounded = Math.sign(amount) * Math.round(Math.abs(amount) / step) * step;
  return rounded || 0; // never -0
}
