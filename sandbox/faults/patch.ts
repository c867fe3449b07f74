import type { Answer } from '../http/answer.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../ground/json.js';
import type { PatchFault } from './patch-fault.js';
import { toText } from './text.js';

/** Returns an edited copy; the sandbox's own rows stay as they are. An answer that is not JSON keeps its body. */
export function patchAnswer(answer: Answer, patch: PatchFault): Answer {
  const head = {
    status: patch.status ?? answer.status,
    headers: { ...answer.headers, ...patch.headers },
  };
  if (answer.json === undefined) return { ...answer, ...head };
  const body = patchBody(structuredClone(answer.json), patch);
  return { ...head, text: withLiterals(JSON.stringify(body), patch) };
}

function patchBody(body: JsonValue, patch: PatchFault): JsonValue {
  if (isJsonObject(body)) {
    const rows = findRows(body);
    if (rows) patchRows(rows, patch);
    else patchRow(isJsonObject(body.data) ? body.data : body, patch);
    patchPage(isJsonObject(body.pagination) ? body.pagination : body, patch);
  }
  return patch.wrap === undefined ? body : { [patch.wrap]: body };
}

/**
 * Altostrat has its rows in `data`, Northflank in `data.invoices` or `data.teams`; undefined when the answer is
 * one object.
 */
function findRows(body: JsonObject): JsonValue[] | undefined {
  const { data } = body;
  const lists = isJsonObject(data) ? [data.invoices, data.teams] : [data];
  return lists.find((list) => Array.isArray(list));
}

function patchRows(rows: JsonValue[], patch: PatchFault): void {
  const chosen = rows.map((row, index) => isChosen(row, index, patch.rows ?? 'all'));
  rows.forEach((row, index) => {
    if (!chosen[index]) return;
    if (isJsonObject(row)) patchRow(row, patch);
    if (patch.replaceRow !== undefined) rows[index] = structuredClone(patch.replaceRow);
  });
  const isRemoved = (index: number) => (patch.removeRow === true ? chosen[index] : patch.removeRow === index);
  rows.splice(0, rows.length, ...rows.filter((_, index) => !isRemoved(index)));
}

function isChosen(row: JsonValue, index: number, rows: string | number): boolean {
  return rows === 'all' || rows === index || (isJsonObject(row) && row.id === rows);
}

function patchRow(row: JsonObject, { set = {}, setLiteral = {}, unset = [] }: PatchFault): void {
  for (const [path, value] of Object.entries(set)) setAt(row, path.split('.'), value);
  for (const path of Object.keys(setLiteral)) setAt(row, path.split('.'), markOf(path));
  for (const path of unset) unsetAt(row, path.split('.'));
}

/** Stands in the JSON until it is text, for what no JSON value can be. */
function markOf(path: string): string {
  return `\uE000${path}\uE000`;
}

function withLiterals(text: string, { setLiteral = {} }: PatchFault): string {
  return Object.entries(setLiteral).reduce((result, [path, literal]) => {
    const shown = toText(literal);
    // By a function, since a text would have its dollar signs read.
    return result.replaceAll(JSON.stringify(markOf(path)), () => shown);
  }, text);
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
