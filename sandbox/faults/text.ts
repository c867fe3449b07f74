import { z } from 'zod';
import { fields, integer, text } from '../ground/parse-input.js';

/** Longer than any body a client should read to its end, and short enough for a test's memory. */
const CHARACTERS_MAX = 64 * 1_048_576;

const repetition = fields({ repeat: text, times: integer() });
type Repetition = z.infer<typeof repetition>;

/**
 * A text as it is, or pieces put together, of which some are repeated: so a rule of a few bytes makes bodies of
 * megabytes. `{{n}}` in a repeated piece is its number, from 0.
 */
export type GeneratedText = string | (string | Repetition)[];

export const generatedText = z
  .union([text, z.array(z.union([text, repetition]))], 'a text, or an array of texts and {repeat, times}')
  .refine((value) => lengthOf(value) <= CHARACTERS_MAX, `of at most ${CHARACTERS_MAX} characters`);

export function toText(generated: GeneratedText): string {
  return toPieces(generated)
    .map((piece) => (typeof piece === 'string' ? piece : repeat(piece)))
    .join('');
}

function toPieces(generated: GeneratedText) {
  return typeof generated === 'string' ? [generated] : generated;
}

function repeat({ repeat: piece, times }: Repetition): string {
  if (!piece.includes('{{n}}')) return piece.repeat(times);
  return Array.from({ length: times }, (_, index) => piece.replaceAll('{{n}}', String(index))).join('');
}

/** As given, before numbers are put in. */
function lengthOf(generated: GeneratedText): number {
  return toPieces(generated).reduce(
    (sum, piece) => sum + (typeof piece === 'string' ? piece.length : piece.repeat.length * piece.times),
    0,
  );
}
