import fc from 'fast-check';
import { toHarmless } from '../../../src/transport/answer/harmless-text.js';

const FORM = /^[A-Za-z0-9._:-]{1,128}$/;
const credential = 'Bearer aB3xY9-kLm_0pQrStUv';

const harmless = (text: string | undefined): string | undefined => toHarmless(text, FORM, credential);

test.each([
  'req_4f3a',
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  'task_id',
  'items.0.quantity',
  'invoice_upcoming_none',
  // Seven characters in a row can be chance.
  'x-aB3xY9k',
])('N09 %s is harmless', (text) => expect(harmless(text)).toBe(text));

test.each([
  [undefined, 'nothing'],
  ['', 'nothing'],
  ['<script>', 'of another form'],
  ['aB3xY9-kLm_0pQrStUv', 'the token'],
  ['x.AB3XY9-KLM.y', 'a part of it in other letters'],
  ['ab3.xy9k.lm', 'a part of it, taken apart'],
  ['Bearer', 'a scheme'],
  ['eyJhbGciOiJIUzI1NiJ9', 'the head of a JSON Web Token'],
  ['alto_sk_1', 'a key of Altostrat'],
  ['sk_live_1', 'a key of Stripe'],
])('N09 %p is %s, and left out', (text, _what) => expect(harmless(text)).toBeUndefined());

/** What may stand in a provider's code. */
const ANY = /^[\x21-\x7e]+$/;
const tokens = fc.stringMatching(/^[A-Za-z0-9._-]{12,80}$/);
const around = fc.record({ before: fc.string({ maxLength: 7 }), after: fc.string({ maxLength: 7 }) });

/** A piece of `text` from within `start` to `end` that has eight letters and digits in a row, but for what stands between. */
function pieceOf(text: string, start: number, end: number, share: number): string {
  const from = start + Math.floor(share * (end - start));
  const telling = text.slice(from, end).match(/^(?:[^A-Za-z0-9]*[A-Za-z0-9]){8}/)?.[0];
  fc.pre(telling !== undefined);
  return telling;
}

const share = fc.double({ min: 0, max: 0.99, noNaN: true });

test.each(['base64', 'base64url', 'hex'] as const)(
  'N09 eight digits in a row of a token in %s are left out, wherever they are cut and whatever stands beside the token',
  (encoding) => {
    const bits = encoding === 'hex' ? 4 : 6;
    fc.assert(
      fc.property(tokens, around, share, (token, { before, after }, cut) => {
        const text = Buffer.from(before + token + after).toString(encoding);
        const start = Math.ceil((Buffer.byteLength(before) * 8) / bits);
        const end = Math.floor((Buffer.byteLength(before + token) * 8) / bits);
        const piece = pieceOf(text, start, end, cut);
        for (const shown of [piece, text, `req_${piece}`, piece.toUpperCase(), [...piece].join('.')])
          expect([shown, toHarmless(shown, ANY, `Bearer ${token}`)]).toEqual([shown, undefined]);
      }),
    );
  },
);

test.each([
  ['base64url', (text: string) => text.toUpperCase()],
  ['base64', (text: string) => [...text].join(' ')],
  ['hex', (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '/')],
  ['base64url', (text: string) => Buffer.from(text).toString('hex')],
  ['hex', (text: string) => Buffer.from(text).toString('base64url')],
] as const)(
  'N09 what decodes from %s to a part of the token in other letters is left out (%#)',
  (encoding, change) => {
    fc.assert(
      fc.property(tokens, fc.stringMatching(/^[g-z]{0,3}$/), (token, before) => {
        fc.pre(/[a-z0-9]{8}/i.test(token));
        const shown = before + Buffer.from(change(token)).toString(encoding);
        expect([shown, toHarmless(shown, ANY, `Bearer ${token}`)]).toEqual([shown, undefined]);
      }),
    );
  },
);

test('N09 ids and words that have nothing of the token are harmless, whatever they could be decoded to', () => {
  const ids = fc.oneof(
    fc.uuid(),
    fc.stringMatching(/^[a-f0-9]{32}$/),
    fc.stringMatching(/^req_[A-Za-z0-9]{14}$/),
  );
  fc.assert(
    fc.property(ids, (id) => expect(harmless(id)).toBe(id)),
    { numRuns: 1000, seed: 9 },
  );
});
