import fc from 'fast-check';
import { open, seal, toStoreKey, type Sealing } from '../../../src/transport/stores/seal.js';

/** Whoever has the whole store has nothing: no answer, no token, no id, and no way to put anything in another's place. */

const sealing: Sealing = { credential: 'Bearer token-of-a', subject: 'ALTOSTRAT /workspaces/ws_1/invoices' };
const kept = { body: Buffer.from('{"data":[{"id":"in_1","total":1250}]}'), untilMs: 1_800_000_000_000 };

test('F64 what was sealed opens for its own caller and request', () =>
  expect(open(seal(kept, sealing), sealing)).toEqual(kept));

test('F64 the case of the scheme is nobody else', () =>
  expect(open(seal(kept, sealing), { ...sealing, credential: 'bearer token-of-a' })).toEqual(kept));

test.each<[string, Sealing]>([
  ['another credential', { ...sealing, credential: 'Bearer token-of-b' }],
  ['another account', { ...sealing, subject: 'ALTOSTRAT /workspaces/ws_2/invoices' }],
  ['another provider', { ...sealing, subject: 'NORTHFLANK /workspaces/ws_1/invoices' }],
])('F64 C09 N18 it does not open for %s', (_what, other) =>
  expect(open(seal(kept, sealing), other)).toBeUndefined(),
);

test('C09 N18 no bit of it can be changed, and nothing cut off or added', () =>
  fc.assert(
    fc.property(fc.nat(), fc.nat(7), fc.nat(), (at, bit, cut) => {
      const sealed = seal(kept, sealing);
      const flipped = Buffer.from(sealed);
      const index = at % sealed.length;
      flipped[index] = (flipped[index] as number) ^ (1 << bit);
      const forgeries = [
        flipped,
        sealed.subarray(0, cut % sealed.length),
        Buffer.concat([sealed, Buffer.from([0])]),
      ];
      expect(forgeries.map((forged) => open(forged, sealing))).toEqual([undefined, undefined, undefined]);
    }),
  ));

test('F64 C10 neither the entry nor its key tells what it is of, and the same is never the same twice', () => {
  const [one, other] = [seal(kept, sealing), seal(kept, sealing)];
  expect(one.equals(other)).toBe(false);
  for (const told of ['in_1', '1250', 'ws_1', 'token-of-a'])
    expect([one.includes(told), toStoreKey('digest', sealing.subject).includes(told)]).toEqual([
      false,
      false,
    ]);
  expect(toStoreKey('digest', sealing.subject)).toMatch(/^b1:[A-Za-z0-9_-]{43}$/);
});

test('V03 C06 keys are as different as callers and requests', () => {
  const keys = [
    toStoreKey('a', 'ALTOSTRAT /x'),
    toStoreKey('b', 'ALTOSTRAT /x'),
    toStoreKey('a', 'ALTOSTRAT /x?limit=1'),
    toStoreKey('a', 'NORTHFLANK /x'),
  ];
  expect(new Set(keys).size).toBe(4);
});
