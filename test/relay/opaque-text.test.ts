import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { decodeOpaque, encodeOpaque } from '../../src/relay/opaque-text.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const tuples = fc.array(
  fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant(null), fc.integer()),
  {
    maxLength: 4,
  },
);

/** Text with a valid version and checksum over bytes that `encodeOpaque` never writes. */
function forge(scope: string, payload: string): string {
  const checksum = createHash('sha256').update(`${scope}\0${payload}`).digest().subarray(0, 6);
  return Buffer.concat([Buffer.of(1), checksum, Buffer.from(payload)]).toString('base64url');
}

test('F10 any tuple comes back as it went in, for the same scope', () => {
  fc.assert(
    fc.property(fc.string(), tuples, (scope, tuple) => {
      expect(decodeOpaque(scope, encodeOpaque(scope, tuple))).toEqual(tuple);
    }),
  );
});

test('F10 text made for one scope does not decode for any other', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), tuples, (scope, other, tuple) => {
      fc.pre(scope !== other);
      expect(decodeOpaque(other, encodeOpaque(scope, tuple))).toBeUndefined();
    }),
  );
});

test('F10 a change of any one character to any other is noticed, as is a lost one', () => {
  const text = encodeOpaque('list', ['in_1', '2025-10-29T00:40:06.000000Z']);
  const accepted: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const others = ['', ...ALPHABET].filter((letter) => letter !== text[at]);
    accepted.push(
      ...others
        .map((letter) => text.slice(0, at) + letter + text.slice(at + 1))
        .filter((damaged) => decodeOpaque('list', damaged) !== undefined),
    );
  }
  expect(accepted).toEqual([]);
});

test('F10 spare bits of the last character do not make a second text of the same tuple', () => {
  // Payload lengths of all three remainders, so that two, four and no spare bits are there.
  for (const id of ['a', 'ab', 'abc']) {
    const text = encodeOpaque('list', [id]);
    const decoded = [...ALPHABET].filter((letter) => decodeOpaque('list', text.slice(0, -1) + letter));
    expect(decoded).toEqual([text.at(-1)]);
  }
});

test('F10 bytes that are no UTF-8 do not pass for the text that they would be read as', () => {
  const bytes = Buffer.from(forge('list', '["\ufffd"]'), 'base64url');
  const at = bytes.indexOf('\ufffd');
  const damaged = Buffer.concat([bytes.subarray(0, at), Buffer.of(0xff), bytes.subarray(at + 3)]);
  expect(decodeOpaque('list', bytes.toString('base64url'))).toEqual(['\ufffd']);
  expect(decodeOpaque('list', damaged.toString('base64url'))).toBeUndefined();
});

test('F10 the text is the same in every process and release', () => {
  expect(encodeOpaque('list', ['in_1', null])).toBe('ARIeJhYvP1siaW5fMSIsbnVsbF0');
});

test('F10 longest ids of all three levels, escaped, still decode', () => {
  const longest = [
    'Invoice',
    'ALTOSTRAT',
    `ws_${'w'.repeat(252)}`,
    `cus_${'c'.repeat(251)}`,
    '"'.repeat(255),
  ];
  expect(decodeOpaque('id', encodeOpaque('id', longest))).toEqual(longest);
});

test.each([
  ['nothing', ''],
  ['a version alone', 'AQ'],
  ['an unknown version', `Ag${encodeOpaque('list', ['a']).slice(2)}`],
  ['padding', `${encodeOpaque('list', ['ab'])}=`],
  ['a space', `${encodeOpaque('list', ['ab'])} `],
  ['the other base64 alphabet', '++//'],
  ['more than any text of ours', 'A'.repeat(100_000)],
  ['forged text that is no JSON', forge('list', '[')],
  ['forged text that is no tuple', forge('list', '{"length":2}')],
  ['a forged tuple within a tuple', forge('list', '[["in_1"]]')],
  ['a forged tuple of objects', forge('list', '[{}]')],
  ['forged text that is null', forge('list', 'null')],
  ['forged text of another encoding', forge('list', '\ufeff[]')],
])('F10 refuses %s without throwing', (_, text) => {
  expect(decodeOpaque('list', text)).toBeUndefined();
});
