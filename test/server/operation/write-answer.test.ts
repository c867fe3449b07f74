import fc from 'fast-check';
import { Turns } from '../../../src/server/operation/turns.js';
import { writeAnswer } from '../../../src/server/operation/write-answer.js';

const turns = new Turns(() => performance.now());

/** What an answer can be made of, long lists included. */
const { answer } = fc.letrec<{ answer: object; value: unknown }>((tie) => ({
  answer: fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { noNullPrototype: false }),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    tie('answer'),
    fc.array(tie('value'), { maxLength: 60, size: 'max' }),
  ),
}));

test('N01 an answer that is written in parts is the text that JSON.stringify writes', async () => {
  await fc.assert(
    fc.asyncProperty(answer, async (value) => {
      const bounds = { bytesMax: 2 ** 30, characters: undefined, turns };
      expect(await writeAnswer(value, bounds)).toBe(JSON.stringify(value));
    }),
    { numRuns: 60 },
  );
});

test.each([0, undefined])(
  'N01 an answer has as many bytes as it may have, and not one more (%s)',
  async (characters) => {
    const value = { data: { name: 'é\n"', rows: Array.from({ length: 60 }, (_, index) => ({ index })) } };
    const bytesMax = Buffer.byteLength(JSON.stringify(value));
    expect(await writeAnswer(value, { bytesMax, characters, turns })).toBe(JSON.stringify(value));
    expect(await writeAnswer(value, { bytesMax: bytesMax - 1, characters, turns })).toBe(undefined);
  },
);

test('N01 nothing is written of an answer that is known to be too large', async () => {
  const unwritable = {
    toJSON: (): never => {
      throw new Error('written');
    },
  };
  expect(await writeAnswer(unwritable, { bytesMax: 100, characters: 101, turns })).toBe(undefined);
});
