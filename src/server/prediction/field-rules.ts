import type { AccountContext } from '../../accounts/account.context.js';
import { BillingAccount } from '../../accounts/billing-account.js';
import { toWorkspace } from '../../accounts/workspace.js';
import type { ProviderName } from '../../errors/provider-name.js';
import { parseRepresentation, type Reference } from '../../federation/representation.js';
import { parseInvoiceId, parseNodeId, type NodeId } from '../../invoices/node-id.js';
import {
  parseInvoiceFilter,
  type InvoiceFilter,
  type InvoiceFilterInput,
} from '../../invoices/invoice-filter.js';
import { opposite } from '../../lists/direction.js';
import { PAGE_SIZE_DEFAULT, type Direction } from '../../lists/window.js';
import { parsePreviewAccount } from '../../previews/preview-change.js';
import { changedSubscription } from '../../previews/invoice-change.js';
import { parseChange, type PreviewRequest } from '../../previews/parse-change.js';
import type { CallCosts } from '../../providers/provider.js';
import type { FieldNames, PredictedReads } from './predicted-reads.js';
import { nobody, toSubject, type AccountSubject, type Subject } from './subject.js';

/** What the rules need of an operation's context. */
export interface PredictionContext extends AccountContext {
  /** Undefined: the caller has no credential for the provider, so that it is not asked. */
  costsOf(provider: ProviderName): CallCosts | undefined;
}

/** A field that is asked for, its arguments coerced. */
export interface AskedField {
  readonly args: Readonly<Record<string, unknown>>;
  /** Of the invoices that it answers, or that its connection holds. */
  readonly selected: FieldNames;
  /** Whether anything of the page's place in its list is selected. */
  readonly asksPlace: boolean;
}

/** Where what a field reads is noted, and whom it is asked of. */
export interface Asked<Kind extends Subject = Subject> {
  readonly field: AskedField;
  readonly subject: Kind;
  readonly reads: PredictedReads;
  readonly context: PredictionContext;
}

/**
 * Notes what a field reads, and tells whose fields are asked for below it.
 *
 * @throws BAD_USER_INPUT where the field will be refused without a call
 */
type Rule = (asked: Asked) => readonly Subject[];

/** Fields that read something or name somebody, as `Type.field`. All others are of the same subject as their parent. */
export const fieldRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['Query.billingAccount', ({ field, context }) => [nameAccount(field.args, context)]],
  ['Query.workspace', ({ field }) => [{ kind: 'Workspace', id: String(field.args['id']) }]],
  ['Query.node', (asked) => [refer(parseNodeId(String(asked.field.args['id']), 'id', asked.context), asked)]],
  [
    'Query.invoice',
    (asked) => [refer(parseInvoiceId(String(asked.field.args['id']), 'id', asked.context), asked)],
  ],
  [
    'Query.nodes',
    (asked) =>
      (asked.field.args['ids'] as string[]).map((id) => refer(parseNodeId(id, 'ids', asked.context), asked)),
  ],
  [
    'Query._entities',
    (asked) =>
      (asked.field.args['representations'] as unknown[]).map((each) =>
        refer(parseRepresentation(each, asked.context), asked),
      ),
  ],
  [
    'Query.invoicePreviews',
    (asked) => (asked.field.args['inputs'] as PreviewRequest[]).map((each) => preview(each, asked)),
  ],
  ['Mutation.previewInvoice', (asked) => [preview(asked.field.args['input'] as PreviewRequest, asked)]],
  ['Workspace.name', readWorkspace],
  ['Workspace.billingMode', readWorkspace],
  ['Workspace.billingAccounts', listAccounts],
  ['Workspace.billingAccount', nameAccountOfWorkspace],
  ...['name', 'email', 'currency', 'createdAt'].map(
    (name) => [`BillingAccount.${name}`, ofAccount(readProfile)] as const,
  ),
  ['BillingAccount.workspace', ofAccount(nameWorkspace)],
  ['BillingAccount.subscriptions', ofAccount(listSubscriptions)],
  ['BillingAccount.upcomingInvoice', ofAccount(readUpcoming)],
  ['BillingAccount.invoices', ofAccount(listInvoices)],
  ['BillingAccount.totals', ofAccount(totalInvoices)],
  ['InvoiceConnection.count', countInvoices],
  ['BillingAccount.source', ofAccount(readSource)],
  ['Invoice.billingAccount', ({ subject }) => [subject.kind === 'Invoice' ? subject.account : subject]],
  [
    'InvoicePreview.billingAccount',
    ({ subject }) => [subject.kind === 'InvoicePreview' ? subject.account : subject],
  ],
  ['InvoicePreview.changes', compareWithUpcoming],
  ['BillingSubscription.upcomingInvoice', readUpcomingOfSubscription],
]);

function ofAccount(rule: (asked: Asked<AccountSubject>, costs: CallCosts) => readonly Subject[]): Rule {
  return (asked) => {
    const { subject, context } = asked;
    if (subject.kind !== 'BillingAccount') return [];
    const costs = context.costsOf(subject.provider);
    return costs ? rule({ ...asked, subject }, costs) : [];
  };
}

function nameAccount(args: AskedField['args'], context: PredictionContext): AccountSubject {
  const { provider, workspaceId, accountId } = args as Record<string, string | null | undefined>;
  return toSubject(
    context.directory(provider as ProviderName).parseAccount(workspaceId ?? null, accountId ?? null),
  );
}

function nameAccountOfWorkspace({ field, subject, context }: Asked): readonly Subject[] {
  if (subject.kind !== 'Workspace') return [];
  return [toSubject(context.workspaceDirectory().parseAccount(subject.id, String(field.args['accountId'])))];
}

function nameWorkspace({ subject }: Asked<AccountSubject>): readonly Subject[] {
  return subject.workspaceId === null ? [] : [{ kind: 'Workspace', id: toWorkspace(subject.workspaceId).id }];
}

/** An invoice and a subscription have to be looked for. */
function refer(reference: NodeId | Reference, { field, reads, context }: Asked): Subject {
  if (reference.__typename === 'BillingAccount') return toSubject(reference);
  if (reference.__typename === 'Workspace') return { kind: 'Workspace', id: reference.id };
  const account = toSubject(reference.account);
  const costs = context.costsOf(account.provider);
  if (!costs) return nobody;
  if (reference.__typename === 'Invoice') {
    reads.addSearch(account.key, costs, reference.invoiceId, field.selected);
    return { kind: 'Invoice', account };
  }
  reads.add(`subscriptions ${account.key}`, costs.subscriptions);
  return { kind: 'BillingSubscription', account, key: reference.subscriptionId, times: 1 };
}

/** Each is a call of its own, however often the same change is asked about. */
function preview(request: PreviewRequest, { reads, context }: Asked): Subject {
  const account = parsePreviewAccount(request, context);
  if (!(account instanceof BillingAccount)) return nobody;
  const subject = toSubject(account);
  const change = parseChange(request);
  if (!context.costsOf(subject.provider) || !('cancelSubscription' in change)) return nobody;
  reads.addOne();
  return { kind: 'InvoicePreview', account: subject, subscriptionId: changedSubscription(change) };
}

/** All changes of one subscription are compared with one invoice, which its `upcomingInvoice` is as well. */
function compareWithUpcoming({ subject, reads, context }: Asked): readonly Subject[] {
  if (subject.kind !== 'InvoicePreview' || subject.subscriptionId === undefined) return [];
  const { account, subscriptionId } = subject;
  const upcoming = context.costsOf(account.provider)?.upcoming ?? 0;
  reads.add(`upcoming ${account.key} ${subscriptionId}`, upcoming);
  return [];
}

function workspaceCosts({ context }: Asked): CallCosts | undefined {
  return context.costsOf(context.workspaceDirectory().name);
}

function readWorkspace(asked: Asked): readonly Subject[] {
  const { subject, reads } = asked;
  if (subject.kind === 'Workspace' && workspaceCosts(asked)) reads.add(`workspace ${subject.id}`, 1);
  return [];
}

function listAccounts(asked: Asked): readonly Subject[] {
  const { field, subject, reads, context } = asked;
  if (subject.kind !== 'Workspace' || !workspaceCosts(asked)) return [];
  const { size, direction, anchor } = toWindow(field.args);
  if (size === 0 && !field.asksPlace) return [];
  reads.add(`accounts ${subject.id}`, 1);
  const key = JSON.stringify([subject.id, direction, anchor, size]);
  const provider = context.workspaceDirectory().name;
  return [{ kind: 'BillingAccount', provider, workspaceId: subject.id, key, times: size, isListed: true }];
}

function readProfile({ subject, reads }: Asked<AccountSubject>, { profile }: CallCosts): readonly Subject[] {
  if (!subject.isListed) reads.add(`profile ${subject.key}`, profile * subject.times);
  return [];
}

function listSubscriptions(
  { field, subject, reads }: Asked<AccountSubject>,
  { subscriptions }: CallCosts,
): readonly Subject[] {
  const { size, direction, anchor } = toWindow(field.args);
  if (size === 0 && !field.asksPlace) return [];
  reads.add(`subscriptions ${subject.key}`, subscriptions * subject.times);
  // A provider whose list costs nothing has none.
  const times = subscriptions === 0 ? 0 : size * subject.times;
  const key = JSON.stringify([direction, anchor, size]);
  return [{ kind: 'BillingSubscription', account: subject, key, times }];
}

function readUpcoming(
  { subject, reads }: Asked<AccountSubject>,
  { subscriptions, upcoming }: CallCosts,
): readonly Subject[] {
  reads.add(`subscriptions ${subject.key}`, subscriptions * subject.times);
  reads.add(`upcoming ${subject.key}`, upcoming * subject.times);
  return [subject];
}

function readUpcomingOfSubscription({ subject, reads, context }: Asked): readonly Subject[] {
  if (subject.kind !== 'BillingSubscription') return [];
  const { account, key, times } = subject;
  const upcoming = context.costsOf(account.provider)?.upcoming ?? 0;
  reads.add(`upcoming ${account.key} ${key}`, upcoming * times);
  return [account];
}

function listInvoices(
  { field, subject, reads }: Asked<AccountSubject>,
  costs: CallCosts,
): readonly Subject[] {
  const window = toInvoiceWindow(field.args);
  const { times } = subject;
  const list = listOf(subject, field.args);
  if (window.size > 0) reads.addWindow({ costs, times, list, ...window, selected: field.selected });
  // A window of no rows is only looked beyond; without a cursor from the head of the list.
  else if (field.asksPlace)
    reads.addWindow({
      costs,
      times,
      list,
      ...probe(window),
      size: filterOf(field.args) ? Number.POSITIVE_INFINITY : 1,
      selected: new Set(),
    });
  return [{ kind: 'Invoice', account: subject }];
}

/** Only the provider can tell how far a list is looked through for a filter; and oldest first is the other way round. */
function toInvoiceWindow(args: AskedField['args']): Window {
  const window = toWindow(args);
  const direction = args['orderBy'] === 'OLDEST_FIRST' ? opposite(window.direction) : window.direction;
  const size = filterOf(args) && window.size > 0 ? Number.POSITIVE_INFINITY : window.size;
  return { ...window, direction, size };
}

/** @throws BAD_USER_INPUT */
function filterOf(args: AskedField['args']): InvoiceFilter | undefined {
  return parseInvoiceFilter(args['filter'] as InvoiceFilterInput | null | undefined);
}

function listOf({ key }: AccountSubject, args: AskedField['args']): string {
  const filter = filterOf(args);
  return filter ? JSON.stringify([key, filter.key]) : key;
}

/** The whole list, however long it is. */
function readAll(subject: AccountSubject, list: string, reads: PredictedReads, costs: CallCosts): void {
  const { times } = subject;
  const size = Number.POSITIVE_INFINITY;
  reads.addWindow({ costs, times, list, direction: 'forward', anchor: undefined, size, selected: new Set() });
}

function totalInvoices(
  { field, subject, reads }: Asked<AccountSubject>,
  costs: CallCosts,
): readonly Subject[] {
  readAll(subject, listOf(subject, field.args), reads, costs);
  return [subject];
}

function countInvoices({ subject, reads, context }: Asked): readonly Subject[] {
  const account = subject.kind === 'Invoice' ? subject.account : undefined;
  const costs = account && context.costsOf(account.provider);
  if (account && costs) readAll(account, account.key, reads, costs);
  return [];
}

function probe({ direction, anchor }: Window): Omit<Window, 'size'> {
  return anchor === undefined ? { direction: 'forward', anchor } : { direction, anchor };
}

function readSource({ subject, reads }: Asked<AccountSubject>, costs: CallCosts): readonly Subject[] {
  const { key: list, times } = subject;
  reads.addWindow({
    costs,
    times,
    list,
    direction: 'forward',
    anchor: undefined,
    size: 1,
    selected: new Set(),
  });
  return [subject];
}

interface Window {
  readonly direction: Direction;
  readonly anchor: string | undefined;
  readonly size: number;
}

/** Arguments that contradict each other are refused before they cost anything. */
function toWindow({ first, last, after, before }: AskedField['args']): Window {
  const isBackward = typeof last === 'number';
  const anchor = isBackward ? before : after;
  const size = isBackward ? last : typeof first === 'number' ? first : PAGE_SIZE_DEFAULT;
  return {
    direction: isBackward ? 'backward' : 'forward',
    anchor: typeof anchor === 'string' ? anchor : undefined,
    size: Math.max(0, size),
  };
}
