/** Stands for the id of rows that have none. */
export const WITHOUT_ID = Symbol('without id');

/**
 * The rows of a page as its text has them, read without the product's own reader: numbers are kept as they are written.
 * Null where the text is no JSON in UTF-8.
 *
 * @returns {ReadonlyMap<string | symbol, object[]> | null} by the id of the row; more than one where several have the same
 */
export function figuresOf(bytes, rowsOf) {
  const document = parseKept(bytes);
  if (document === null) return null;
  const found = rowsOf(document);
  const rows = (Array.isArray(found) ? found : []).filter((row) => row !== null && typeof row === 'object');
  const byId = new Map();
  for (const row of rows) {
    const id = typeof row.id === 'string' ? row.id : WITHOUT_ID;
    byId.set(id, [...(byId.get(id) ?? []), row]);
  }
  return byId;
}

const NUMBER_OR_TEXT = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Each number becomes `{ lexeme }`. */
function parseKept(bytes) {
  try {
    const text = new globalThis.TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    JSON.parse(text);
    return JSON.parse(
      text.replaceAll(NUMBER_OR_TEXT, (found) =>
        found.startsWith('"') ? found : JSON.stringify({ lexeme: found }),
      ),
    );
  } catch {
    return null;
  }
}

/** Whether an amount of a page is the exact amount that was shown, so many places of it being those of the currency. */
export function isExactly(amount, { decimal, exponent }, isInMinorUnits) {
  const lexeme = amount?.lexeme;
  if (lexeme === undefined) return false;
  const shown = toScaled(decimal, isInMinorUnits ? exponent : 0);
  const sent = toScaled(lexeme, 0);
  const places = Math.max(shown.places, sent.places);
  return raise(shown, places) === raise(sent, places);
}

/** A decimal as a whole number and how many places it has. */
function toScaled(text, shift) {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), places: fraction.length - Number(exponent) - shift };
}

const raise = ({ digits, places }, to) => digits * 10n ** BigInt(to - places);
