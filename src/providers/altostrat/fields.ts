import { createFieldReaders } from '../../wire/wire-object.js';

/** Readers of Altostrat's fields. */
export const {
  invalidField,
  readArray,
  readCurrency,
  readDecimalText,
  readInstant,
  readMinorUnits,
  readObject,
  readText,
  readTexts,
  readWebUrl,
} = createFieldReaders('ALTOSTRAT');
