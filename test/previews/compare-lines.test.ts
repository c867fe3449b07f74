import fc from 'fast-check';
import type { InvoiceFigures, InvoiceLine } from '../../src/invoices/invoice.js';
import { sumMoney, Money } from '../../src/money/money.js';
import { compareLines } from '../../src/previews/compare-lines.js';
import { compareInvoices } from '../../src/previews/invoice-changes.js';

/** Lines of two invoices are paired, and what they come to is told. */

const usd = (cents: number): Money => new Money('USD', 2, cents);

interface LineFacts {
  readonly description?: string | null;
  readonly cents?: number | null;
  readonly priceId?: string | null;
  readonly productName?: string | null;
  readonly quantity?: string | null;
}

function line({
  description = null,
  cents = 100,
  priceId = null,
  productName = null,
  quantity = null,
}: LineFacts): InvoiceLine {
  const amount = cents === null ? null : usd(cents);
  return {
    lineId: null,
    description,
    amount,
    quantity,
    unitAmount: null,
    priceId,
    productName,
    proration: null,
  };
}

/** Names of the lines, to compare in one look. */
function told(before: readonly LineFacts[], after: readonly LineFacts[]): object {
  const { added, removed, changed, unchanged } = compareLines(before.map(line), after.map(line));
  const nameOf = ({ description, amount }: InvoiceLine): string => `${description} ${amount?.decimal}`;
  return {
    added: added.map(nameOf),
    removed: removed.map(nameOf),
    changed: changed.map((each) => `${nameOf(each.before)} > ${nameOf(each.after)}`),
    unchanged,
  };
}

const locations = { priceId: 'price_l', productName: 'Locations' };
const users = { priceId: 'price_u', productName: 'Users' };
const nothing = { added: [], removed: [], changed: [], unchanged: 0 };

test('F43 among lines of one price, the one that says the same beside its figures is the one that changed', () => {
  const before = [
    { ...locations, description: '10 × Locations', cents: 10_000 },
    { ...users, description: '25 × Users', cents: 11_250 },
  ];
  const after = [
    { ...locations, description: 'Unused time on 10 × Locations', cents: -4516 },
    { ...locations, description: 'Remaining time on 15 × Locations', cents: 6774 },
    { ...locations, description: '15 × Locations', cents: 15_000 },
    { ...users, description: '25 × Users', cents: 11_250 },
  ];
  expect(told(before, after)).toEqual({
    added: ['Unused time on 10 × Locations -45.16', 'Remaining time on 15 × Locations 67.74'],
    removed: [],
    changed: ['10 × Locations 100.00 > 15 × Locations 150.00'],
    unchanged: 1,
  });
});

test('F43 lines of one price are one line whatever they say, but for a credit and a charge', () => {
  const before = [{ ...locations, description: 'Standorte', cents: 100 }];
  expect(told(before, [{ ...locations, description: 'Locations', cents: 100 }])).toEqual({
    ...nothing,
    changed: ['Standorte 1.00 > Locations 1.00'],
  });
  expect(told(before, [{ ...locations, description: 'Standorte', cents: -100 }])).toEqual({
    ...nothing,
    added: ['Standorte -1.00'],
    removed: ['Standorte 1.00'],
  });
});

test('F43 where the price is another one, lines that say the same are one; where nothing tells, none are', () => {
  const monthly = { priceId: 'price_m', productName: 'Users', description: '5 × Users', cents: 50 };
  expect(told([monthly], [{ ...monthly, priceId: 'price_y', cents: 540 }])).toEqual({
    ...nothing,
    changed: ['5 × Users 0.50 > 5 × Users 5.40'],
  });
  expect(told([{ cents: 1 }], [{ cents: 1 }])).toEqual({
    ...nothing,
    added: ['null 0.01'],
    removed: ['null 0.01'],
  });
});

test('F43 of equal lines each is paired once, in order; what is different in any field is changed', () => {
  const twice = { ...users, description: '1 × Users' };
  expect(told([twice, twice], [twice, { ...twice, quantity: '2' }, twice])).toEqual({
    ...nothing,
    added: ['1 × Users 1.00'],
    changed: ['1 × Users 1.00 > 1 × Users 1.00'],
    unchanged: 1,
  });
});

const lines = fc.array(
  fc
    .record({
      description: fc.constantFrom(null, '1 × Users', '2 × Users', 'Users', 'Locations 1.5', 'Locations 22'),
      cents: fc.option(fc.integer({ min: -300, max: 300 }), { freq: 9 }),
      priceId: fc.constantFrom(null, 'p1', 'p2'),
      productName: fc.constantFrom(null, 'Users'),
      quantity: fc.constantFrom(null, '1', '2'),
    })
    .map(line),
  { maxLength: 12 },
);

test('F43 every line of both is told exactly once, and in its order', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const { added, removed, changed, unchanged } = compareLines(before, after);
      const fromBefore = [...removed, ...changed.map((each) => each.before)];
      const fromAfter = [...added, ...changed.map((each) => each.after)];
      expect([fromBefore.length, fromAfter.length]).toEqual([
        before.length - unchanged,
        after.length - unchanged,
      ]);
      for (const [told, all] of [
        [fromBefore, before],
        [fromAfter, after],
      ] as const) {
        expect(new Set(told).size).toBe(told.length);
        expect(told.every((each) => all.includes(each))).toBe(true);
      }
      for (const part of [added, changed.map((each) => each.after)])
        expect(part).toEqual(after.filter((each) => part.includes(each)));
      expect(removed).toEqual(before.filter((each) => removed.includes(each)));
    }),
  );
});

test('F43 compared with itself an invoice has no changes, but for lines that nothing tells apart', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const named = all.filter(
        ({ description, priceId, productName }) => (description ?? priceId ?? productName) !== null,
      );
      const { added, removed } = compareLines(
        named,
        named.map((each) => ({ ...each })),
      );
      expect([added, removed]).toEqual([[], []]);
    }),
  );
});

function invoiceOf(all: readonly InvoiceLine[], total: Money | null): InvoiceFigures {
  return { lines: all, linesComplete: null, total } as unknown as InvoiceFigures;
}

test('F43 where both totals are the sums of their lines, the differences come to that of the totals', async () => {
  const summed = (amounts: readonly (Money | null)[]): Money =>
    sumMoney(
      amounts.filter((amount) => amount !== null),
      usd(0),
    );
  const totalOf = (all: readonly InvoiceLine[]): Money => summed(all.map(({ amount }) => amount));
  await fc.assert(
    fc.asyncProperty(lines, lines, async (before, after) => {
      const changes = await compareInvoices(
        invoiceOf(before, totalOf(before)),
        invoiceOf(after, totalOf(after)),
      );
      const { added, removed, changed, totalDifference } = changes ?? fail();
      const sum = totalOf(added)
        .minus(totalOf(removed))
        .plus(totalOf(changed.map((each) => each.after)))
        .minus(totalOf(changed.map((each) => each.before)));
      expect(totalDifference?.decimal).toBe(sum.decimal);
    }),
  );
});

function fail(): never {
  throw new Error('Expected changes, got null.');
}

test('F43 totals of two currencies, and one that is not stated, have no difference', async () => {
  const euros = new Money('EUR', 2, 5);
  for (const [before, after] of [
    [euros, usd(5)],
    [null, usd(5)],
    [usd(5), null],
  ] as const)
    expect(await compareInvoices(invoiceOf([], before), invoiceOf([], after))).toMatchObject({
      totalDifference: null,
    });
});

test('F43 an invoice that did not bring all of its lines is compared with nothing', async () => {
  const whole = invoiceOf([line({})], usd(100));
  for (const part of [
    { ...whole, linesComplete: false },
    { ...whole, lines: null },
  ]) {
    expect(await compareInvoices(whole, part)).toBeNull();
    expect(await compareInvoices(part, whole)).toBeNull();
  }
});
