import fc from 'fast-check';
import { decodeUtf8 } from '../../src/wire/decode-utf8.js';

test('T23 whatever the text, its bytes are decoded to it', () => {
  const character = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        'a',
        '"',
        '\u00d7',
        '\u00e9',
        '\u0080',
        '\u00bf',
        '\u00c2',
        '\u00c3',
        '\u00ff',
      ),
    },
    fc.constantFrom('\u0100', '\u0142', '\u20ac', '\u{1f600}'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const text = fc.array(character, { maxLength: 40 }).map((characters) => characters.join(''));
  fc.assert(
    fc.property(text, (given) => {
      const bytes = Buffer.from(given);
      expect(decodeUtf8(bytes)).toBe(bytes.toString());
    }),
    { numRuns: 3000 },
  );
});

test('T23 however many characters are past ASCII', () => {
  for (const count of [499, 500, 501, 2000]) {
    const text = 'x\u00e9'.repeat(count);
    expect(decodeUtf8(Buffer.from(text))).toBe(text);
  }
});

test('T23 what is no UTF-8 is refused', () => {
  for (const bytes of [[0xc3], [0x80], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0x80]])
    expect(() => decodeUtf8(Buffer.from(bytes))).toThrow(SyntaxError);
});
