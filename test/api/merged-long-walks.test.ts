import { walkMerged } from '../../scripts/soak/merged.mjs';

/** The short form of the walk that `npm run soak` makes over 2,000 invoices of each of six accounts. */

test("F16 P09 six accounts of two providers, one call in ten with a fault: both ways, in pages of 1 to 300, the walk is the providers' own lists, sorted", async () => {
  const whole = { invoices: 360, lost: 0, duplicated: 0, isOracle: true };
  let told = 0;
  const figures = await walkMerged({ invoices: 60, onProgress: (met, all) => (told = met / all) });
  expect(figures).toMatchObject({ first: whole, last: whole });
  expect(told).toBe(1);
});
