import { createFieldReaders } from '../../wire/wire-object.js';

/** Readers of Northflank's fields. */
export const { invalidField, readArray, readCurrency, readObject, readText } =
  createFieldReaders('NORTHFLANK');
