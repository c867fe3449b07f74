import { choice, fields, flag, integer, parseInput } from '../ground/parse-input.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import type { JsonObject } from '../ground/json.js';
import {
  CURSOR_ENDS,
  FORMS,
  GENERATIONS,
  type NorthflankAccount,
  type NorthflankEntry,
} from '../northflank/account.js';
import { createNorthflankAccount } from '../northflank/dataset.js';
import { invoiceRow } from '../northflank/make-invoice.js';
import { RATE_LIMIT_DEFAULT } from '../northflank/rate-limit.js';
import { createRow, type Row } from '../ground/row-list.js';
import { done, problem } from './answers.js';
import type { ControlCall } from './control-call.js';
import { insertion, newRows } from './new-rows.js';

const rateLimit = fields({
  limit: integer().default(RATE_LIMIT_DEFAULT.limit),
  remaining: integer().optional(),
  resetSeconds: integer().default(RATE_LIMIT_DEFAULT.resetSeconds),
});

const settings = fields({
  generation: choice(GENERATIONS).optional(),
  form: choice(FORMS).optional(),
  cursors: choice(CURSOR_ENDS).optional(),
  preview: flag.optional(),
  invoices: newRows.optional(),
  rateLimit: rateLimit.optional(),
});

/** Sets switches of an account, replaces its invoices; an unknown team comes into being. */
export function patchNorthflank({ state, parameters, body }: ControlCall): Answer {
  const wanted = parseInput(settings, body);
  const id = parameters.teamId ?? '';
  const { accounts, rateLimiter } = state.northflank;
  const known = accounts.get(id) ?? createNorthflankAccount(state.seed, id, id, 'N2', 0);
  const { invoices } = wanted;
  const account = typeof invoices === 'number' ? withCount(known, invoices) : known;
  if (Array.isArray(invoices)) {
    account.invoices.clear();
    account.invoices.insert(0, plantedRows(account, invoices));
  }
  account.generation = wanted.generation ?? account.generation;
  account.form = wanted.form ?? account.form;
  account.cursors = wanted.cursors ?? account.cursors;
  account.hasPreview = wanted.preview ?? account.hasPreview;
  if (wanted.rateLimit) {
    const { limit, remaining = limit, resetSeconds } = wanted.rateLimit;
    account.rateLimit = { limit, remaining, resetSeconds };
    rateLimiter.forget(`|${id}`);
  }
  accounts.set(id, account);
  return jsonAnswer(200, describeNorthflank(account));
}

/** New invoices at the head, as when a bill is made while someone pages. */
export function insertNorthflank({ state, parameters, body }: ControlCall): Answer {
  const account = state.northflank.accounts.get(parameters.teamId ?? '');
  if (!account) return problem(404, [`There is no Northflank account ${parameters.teamId ?? ''}.`]);
  const { invoices, index } = parseInput(insertion, body);
  const rows = Array.isArray(invoices)
    ? plantedRows(account, invoices)
    : Array.from({ length: invoices }, () => invoiceRow(account, ++account.lastOrdinal)).reverse();
  account.invoices.insert(index, rows);
  return jsonAnswer(201, { ids: rows.map(({ id }) => id ?? null), invoices: account.invoices.length });
}

export function deleteNorthflank({ state, parameters }: ControlCall): Answer {
  const { teamId = '', invoiceId = '' } = parameters;
  const isRemoved = state.northflank.accounts.get(teamId)?.invoices.remove(invoiceId) ?? false;
  return isRemoved ? done() : problem(404, [`There is no invoice ${invoiceId} of ${teamId}.`]);
}

export function describeNorthflank(account: NorthflankAccount): JsonObject {
  const { id, generation, form, cursors, hasPreview, invoices, rateLimit } = account;
  return {
    id,
    generation,
    form,
    cursors,
    preview: hasPreview,
    invoices: invoices.length,
    rateLimit: { ...(rateLimit ?? RATE_LIMIT_DEFAULT) },
  };
}

/** The same account with this many ordinary invoices, its switches kept. */
function withCount(account: NorthflankAccount, count: number): NorthflankAccount {
  const { id, name, seed, generation } = account;
  const { invoices, lastOrdinal } = createNorthflankAccount(seed, id, name, generation, count);
  return { ...account, count, invoices, lastOrdinal };
}

function plantedRows(account: NorthflankAccount, wires: JsonObject[]): Row<NorthflankEntry>[] {
  return wires.map((wire) => plantedRow(account, wire));
}

/** Rows of the older generations have no id, but paging needs something to stop at. */
function plantedRow(account: NorthflankAccount, wire: JsonObject): Row<NorthflankEntry> {
  const id = typeof wire.id === 'string' ? wire.id : `planted-${++account.lastOrdinal}`;
  return createRow(id, () => ({ kind: 'planted', wire }));
}
