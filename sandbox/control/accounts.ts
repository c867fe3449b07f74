import { z } from 'zod';
import { type BillingAccount, CURSOR_MODES, type Subscription } from '../altostrat/account.js';
import { createAccount, givenRow, nextRows } from '../altostrat/create-account.js';
import { createWorkspace } from '../altostrat/dataset.js';
import { choice, fields, object, parseInput, text, texts } from '../ground/parse-input.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import type { JsonObject } from '../ground/json.js';
import type { SandboxState } from '../emulator/state.js';
import { done, problem } from './answers.js';
import type { ControlCall } from './control-call.js';
import { insertion, newRows } from './new-rows.js';

const accountSwitches = fields({ cursors: choice(CURSOR_MODES).optional() });

const newAccount = fields({
  workspaceId: text,
  accountId: text,
  currency: text.default('usd'),
  name: text.optional(),
  invoices: newRows.default(0),
  subscriptions: z.array(object, 'an array of objects').default([]),
  overusedSubscriptions: texts.default([]),
  cursors: choice(CURSOR_MODES).optional(),
  tokens: texts.optional(),
});

/** Creates an account or replaces one; an unknown workspace comes into being with it. */
export function putAccount({ state, body }: ControlCall): Answer {
  const wanted = parseInput(newAccount, body);
  const { invoices, accountId, workspaceId, cursors } = wanted;
  const foreign = state.altostrat.accounts.get(accountId);
  if (foreign && foreign.workspaceId !== workspaceId) {
    return problem(409, [`accountId belongs to ${foreign.workspaceId}.`]);
  }
  const refusal = openWorkspace(state, workspaceId, accountId, wanted.tokens);
  if (refusal) return refusal;
  const account = createAccount({
    seed: state.seed,
    workspaceId,
    accountId,
    currency: wanted.currency,
    name: wanted.name ?? accountId,
    invoices: typeof invoices === 'number' ? invoices : invoices.map(givenRow),
    subscriptions: wanted.subscriptions.map((wire) => toSubscription(wire, wanted.overusedSubscriptions)),
    ...(cursors && { cursors }),
  });
  state.altostrat.accounts.set(accountId, account);
  return jsonAnswer(201, describeAccount(account));
}

function toSubscription(wire: JsonObject, overused: readonly string[]): Subscription {
  return { wire, isOverused: typeof wire.id === 'string' && overused.includes(wire.id) };
}

/** Tokens gain the workspace: those named, else the main one when the workspace is new. */
function openWorkspace(
  { altostrat, tokens }: SandboxState,
  workspaceId: string,
  accountId: string,
  named: readonly string[] | undefined,
): Answer | undefined {
  const known = altostrat.workspaces.get(workspaceId);
  const gaining = named ?? (known ? [] : ['sandbox-altostrat']);
  const unknown = gaining.filter((value) => tokens.get(value)?.provider !== 'altostrat');
  if (unknown.length > 0) return problem(400, ['tokens names one that is not registered for altostrat.']);
  const workspace = known ?? createWorkspace(workspaceId, workspaceId, 'assigned');
  altostrat.workspaces.set(workspaceId, workspace);
  if (!workspace.accountIds.includes(accountId)) workspace.accountIds.push(accountId);
  for (const value of gaining) {
    const token = tokens.get(value);
    if (token?.provider === 'altostrat') token.workspaces.add(workspaceId);
  }
  return undefined;
}

export function patchAccount(call: ControlCall): Answer {
  const { cursors } = parseInput(accountSwitches, call.body);
  return withAccount(call, (account) => {
    account.cursors = cursors ?? account.cursors;
    return jsonAnswer(200, describeAccount(account));
  });
}

export function insertInvoices(call: ControlCall): Answer {
  const { invoices, index } = parseInput(insertion, call.body);
  return withAccount(call, (account) => {
    const position = Math.min(index, account.invoices.length);
    const rows = Array.isArray(invoices) ? invoices.map(givenRow) : nextRows(account, invoices, position);
    account.invoices.insert(position, rows);
    return jsonAnswer(201, { ids: rows.map(({ id }) => id ?? null), invoices: account.invoices.length });
  });
}

/** Sets members of one invoice; the others stay as they are. */
export function patchInvoice(call: ControlCall): Answer {
  const { invoiceId = '' } = call.parameters;
  const members = parseInput(object, call.body);
  return withAccount(call, ({ invoices }) => {
    const position = invoices.positionOf(invoiceId);
    const row = position === undefined ? undefined : invoices.slice(position, position + 1)[0];
    if (!row) return problem(404, [`There is no invoice ${invoiceId}.`]);
    const wire = { ...row.read(), ...members };
    invoices.replace(invoiceId, givenRow(wire));
    return jsonAnswer(200, wire);
  });
}

export function deleteInvoice(call: ControlCall): Answer {
  const { invoiceId = '' } = call.parameters;
  return withAccount(call, ({ invoices }) =>
    invoices.remove(invoiceId) ? done() : problem(404, [`There is no invoice ${invoiceId}.`]),
  );
}

export function describeAccount({ id, workspaceId, plan, invoices, subscriptions, cursors }: BillingAccount) {
  return {
    id,
    workspaceId,
    currency: plan.currency,
    invoices: invoices.length,
    subscriptions: subscriptions.length,
    cursors,
  };
}

function withAccount(
  { state, parameters }: ControlCall,
  change: (account: BillingAccount) => Answer,
): Answer {
  const account = state.altostrat.accounts.get(parameters.id ?? '');
  return account ? change(account) : problem(404, [`There is no billing account ${parameters.id ?? ''}.`]);
}
