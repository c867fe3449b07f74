import fc from 'fast-check';
import { BillingError } from '../../src/errors/billing-error.js';
import { findRows } from '../../src/lists/find-rows.js';
import { idsUpTo, ListedInvoices } from './listed-invoices.js';

async function find(source: ListedInvoices, ids: readonly string[]): Promise<Record<string, unknown>> {
  const found = await findRows(source, ids, { calls: source.calls });
  return Object.fromEntries(
    [...found].map(([id, node]) => [id, node instanceof BillingError ? node.code : node]),
  );
}

function allOf(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, `invoice ${id}`]));
}

test.each([
  ['the newest', 'in_0', ['backward 1 from in_0', 'forward 1']],
  ['one in the middle', 'in_500', ['backward 1 from in_500', 'forward 1 from in_499']],
  ['the oldest', 'in_999', ['backward 1 from in_999', 'forward 1 from in_998']],
])('F21 %s of a thousand is found in two reads', async (_, id, reads) => {
  const source = new ListedInvoices(idsUpTo(1000));
  expect(await find(source, [id])).toEqual(allOf([id]));
  expect(source.reads).toEqual(reads);
});

test('F48 a hundred on the newest page are one read', async () => {
  const source = new ListedInvoices(idsUpTo(1000));
  const ids = idsUpTo(200).slice(100);
  expect(await find(source, ids)).toEqual(allOf(ids));
  expect(source.reads).toEqual(['forward 200']);
});

test('F48 neighbours far down are one page and one hop', async () => {
  const source = new ListedInvoices(idsUpTo(10_000));
  const ids = ['in_5000', 'in_5001', 'in_5150', 'in_4900'];
  expect(await find(source, ids)).toEqual(allOf(ids));
  expect(source.reads).toEqual(['forward 200', 'backward 200 from in_5000', 'forward 200 from in_4999']);
});

test('F46 a repeated id is searched for once', async () => {
  const source = new ListedInvoices(idsUpTo(1000));
  expect(await find(source, ['in_7', 'in_7', 'in_7'])).toEqual(allOf(['in_7']));
  expect(source.reads).toHaveLength(2);
});

test('F21 refused as an anchor, an invoice is found by the walk', async () => {
  const source = new ListedInvoices(idsUpTo(500), { refused: new Set(['in_450']) });
  expect(await find(source, ['in_450'])).toEqual(allOf(['in_450']));
  expect(source.reads).toEqual([
    'backward 1 from in_450',
    'forward 200',
    'forward 200 from continued',
    'forward 200 from continued',
  ]);
});

test('F21 an unknown invoice is null once the walk has met the end of the list, and not before', async () => {
  const source = new ListedInvoices(idsUpTo(500));
  expect(await find(source, ['in_none'])).toEqual({ in_none: null });
  expect(source.reads).toHaveLength(4);
});

test('F21 what the budget left unread is PAGINATION_TOO_DEEP, what was found stands', async () => {
  const source = new ListedInvoices(idsUpTo(10_000), { callsMax: 5 });
  const result = await find(source, ['in_0', 'in_none', 'in_150']);
  expect(result).toEqual({ ...allOf(['in_0', 'in_150']), in_none: 'PAGINATION_TOO_DEEP' });
  expect(source.reads).toHaveLength(5);
});

test('F19 a read that fails is the error of what is still missing alone', async () => {
  const failure = { turn: 1, error: new BillingError('RATE_LIMITED', 'Slow down.') };
  const source = new ListedInvoices(idsUpTo(1000), { failure });
  expect(await find(source, ['in_3', 'in_900'])).toEqual({ ...allOf(['in_3']), in_900: 'RATE_LIMITED' });
  expect(source.reads).toHaveLength(2);
});

test('F18 an empty page that promises more proves nothing of what was not found', async () => {
  const source = new ListedInvoices(idsUpTo(1000), { refused: new Set(['in_900']), spoil: () => [] });
  expect(await find(source, ['in_900'])).toEqual({ in_900: 'UPSTREAM_INVALID_RESPONSE' });
  expect(source.reads).toEqual(['backward 1 from in_900', 'forward 200']);
});

test('F18 rows go to their ids whatever order, gaps and repetitions the provider sends them in', async () => {
  const world = fc.record({
    count: fc.integer({ min: 1, max: 60 }),
    wanted: fc.array(fc.nat(70), { minLength: 1, maxLength: 30 }),
    dropped: fc.uniqueArray(fc.nat(59)),
    repeated: fc.array(fc.nat(59)),
    refused: fc.uniqueArray(fc.nat(59)),
    seed: fc.nat(),
    pageMax: fc.integer({ min: 1, max: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ count, wanted, seed, pageMax, ...sets }) => {
      const [dropped, repeated, refused] = [sets.dropped, sets.repeated, sets.refused].map(
        (places) => new Set(places.map((place) => `in_${place}`)),
      ) as [Set<string>, Set<string>, Set<string>];
      const spoil = (ids: readonly string[]): string[] =>
        ids
          .filter((id) => !dropped.has(id))
          .flatMap((id) => (repeated.has(id) ? [id, id] : [id]))
          .sort((a, b) => hash(a, seed) - hash(b, seed));
      const ids = wanted.map((place) => `in_${place}`);
      const result = await find(
        new ListedInvoices(idsUpTo(count), { pageMax, refused, spoil, callsMax: 1000 }),
        ids,
      );
      expect(Object.keys(result).toSorted()).toEqual([...new Set(ids)].toSorted());
      // A page that promises more and holds nothing leaves what was not found yet unknown.
      const pages = Array.from({ length: Math.ceil(count / pageMax) - 1 }, (_, page) => page * pageMax);
      const isBroken = pages.some((first) => isEveryIdIn(dropped, first, pageMax));
      for (const [id, node] of Object.entries(result)) {
        const isThere = Number(id.slice(3)) < count && !dropped.has(id);
        const truth = isThere ? `invoice ${id}` : null;
        expect(isBroken ? [truth, 'UPSTREAM_INVALID_RESPONSE'] : [truth]).toContain(node);
      }
    }),
    { numRuns: 1000 },
  );
});

function isEveryIdIn(ids: ReadonlySet<string>, first: number, count: number): boolean {
  return Array.from({ length: count }, (_, index) => `in_${first + index}`).every((id) => ids.has(id));
}

function hash(text: string, seed: number): number {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0) + seed) | 0, seed | 0);
}
