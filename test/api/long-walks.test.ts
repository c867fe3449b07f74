import { walk } from '../../scripts/soak/walk.mjs';

/** The short form of the walk that `npm run soak` makes over a hundred thousand invoices. */

const INVOICES = 4000;

test.each([
  ['while one call in ten fails', true, 22, 45],
  ['where nothing fails', false, 20, 40],
])(
  'P09 4,000 invoices of each provider %s: each is met once, for no more calls than that',
  async (_what, hasFaults, ofAltostrat, ofNorthflank) => {
    const told: string[] = [];
    const onProgress = (name: string, met: number, of: number): void =>
      void told.push(`${name} ${met}/${of}`);
    const whole = {
      invoices: INVOICES,
      operations: 4,
      repeats: 0,
      errors: 0,
      lost: 0,
      duplicated: 0,
      isExact: true,
    };
    expect(await walk({ invoices: INVOICES, hasFaults, onProgress })).toMatchObject({
      altostrat: { ...whole, sum: '4648629.58', pages: 20, calls: ofAltostrat },
      northflank: { ...whole, sum: '497837.48046', pages: 40, calls: ofNorthflank },
    });
    expect(told).toEqual(
      ['altostrat', 'northflank'].flatMap((name) =>
        [1, 2, 3, 4].map((turn) => `${name} ${turn * 1000}/4000`),
      ),
    );
  },
);
