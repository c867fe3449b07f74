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
