import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { PatchFault } from './fault.js';

/** Returns an edited copy; the sandbox's own rows stay as they are. */
export function patchAnswer(answer: JsonValue, patch: PatchFault): JsonValue {
  const body = structuredClone(answer);
  if (!isJsonObject(body)) return body;
  const rows = findRows(body);
  if (rows) patchRows(rows, patch);
  else patchRow(isJsonObject(body.data) ? body.data : body, patch);
  patchPage(isJsonObject(body.pagination) ? body.pagination : body, patch);
  return body;
}

/** Altostrat has its rows in `data`, Northflank in `data.invoices`; undefined when the answer is one object. */
function findRows(body: JsonObject): JsonValue[] | undefined {
  const { data } = body;
  if (Array.isArray(data)) return data;
  if (isJsonObject(data) && Array.isArray(data.invoices)) return data.invoices;
  return undefined;
}

function patchRows(rows: JsonValue[], patch: PatchFault): void {
  const chosen = patch.rows ?? 'all';
  const isChosen = (index: number) => chosen === 'all' || chosen === index;
  rows.forEach((row, index) => {
    if (!isChosen(index)) return;
    if (isJsonObject(row)) patchRow(row, patch);
    if (patch.replaceRow !== undefined) rows[index] = structuredClone(patch.replaceRow);
  });
  const isRemoved = (index: number) =>
    patch.removeRow === true ? isChosen(index) : patch.removeRow === index;
  rows.splice(0, rows.length, ...rows.filter((_, index) => !isRemoved(index)));
}

function patchRow(row: JsonObject, { set = {}, unset = [] }: PatchFault): void {
  for (const [path, value] of Object.entries(set)) setAt(row, path.split('.'), value);
  for (const path of unset) unsetAt(row, path.split('.'));
}

function patchPage(page: JsonObject, patch: PatchFault): void {
  Object.assign(page, patch.page);
  for (const key of patch.pageUnset ?? []) delete page[key];
}

function setAt(target: JsonValue, [key = '', ...rest]: string[], value: JsonValue): void {
  if (rest.length > 0) {
    const next = childOf(target, key);
    if (next !== undefined) setAt(next, rest, value);
  } else if (Array.isArray(target)) target[Number(key)] = structuredClone(value);
  else if (isJsonObject(target)) target[key] = structuredClone(value);
}

function unsetAt(target: JsonValue, [key = '', ...rest]: string[]): void {
  if (rest.length > 0) {
    const next = childOf(target, key);
    if (next !== undefined) unsetAt(next, rest);
  } else if (Array.isArray(target)) target.splice(Number(key), 1);
  else if (isJsonObject(target)) delete target[key];
}

function childOf(target: JsonValue, key: string): JsonValue | undefined {
  if (Array.isArray(target)) return target[Number(key)];
  return isJsonObject(target) ? target[key] : undefined;
}
