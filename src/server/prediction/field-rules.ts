import { BillingAccount } from '../../accounts/billing-account.js';
import type { ProviderName } from '../../errors/provider-name.js';
import { parseRepresentation, type Reference } from '../../federation/representation.js';
import { parseAccountIds, parseInvoiceId, parseNodeId, type NodeId } from '../../invoices/node-id.js';
import { parsePreviewAccount } from '../../previews/preview-change.js';
import { changedSubscription } from '../../previews/invoice-change.js';
import { parseChange, type PreviewRequest } from '../../previews/parse-change.js';
import type { CallCosts } from '../../providers/provider.js';
import {
  ofAccount,
  toWindow,
  type Asked,
  type AskedField,
  type PredictionContext,
  type Rule,
} from './asked.js';
import { countInvoices, listInvoices, mergeInvoices, readSource, totalInvoices } from './invoice-rules.js';
import {
  listAccounts,
  listAccountsOfWorkspace,
  listWorkspaces,
  nameAccountOfWorkspace,
  nameWorkspace,
  readWorkspace,
} from './workspace-rules.js';
import { nobody, toSubject, toWorkspaceSubject, type AccountSubject, type Subject } from './subject.js';

/** Fields that read something or name somebody, as `Type.field`. All others are of the same subject as their parent. */
export const fieldRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['Query.billingAccount', ({ field, context }) => [nameAccount(field.args, context)]],
  ['Query.workspace', ({ field }) => [toWorkspaceSubject(String(field.args['id']))]],
  ['Query.workspaces', listWorkspaces],
  ['Query.billingAccounts', listAccounts],
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
  ['Subscription.invoiceChanged', nameWatched],
  ['InvoiceChanged.invoice', ofAccount(searchChanged)],
  ['Workspace.name', readWorkspace],
  ['Workspace.billingMode', readWorkspace],
  ['Workspace.billingAccounts', listAccountsOfWorkspace],
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
  ['Query.invoices', mergeInvoices],
  ['SourceStatus.account', ({ subject }) => [subject.kind === 'Invoice' ? subject.account : subject]],
  ['Invoice.billingAccount', ({ subject }) => [subject.kind === 'Invoice' ? subject.account : subject]],
  [
    'InvoicePreview.billingAccount',
    ({ subject }) => [subject.kind === 'InvoicePreview' ? subject.account : subject],
  ],
  ['InvoicePreview.changes', compareWithUpcoming],
  ['BillingSubscription.upcomingInvoice', readUpcomingOfSubscription],
]);

function nameAccount(args: AskedField['args'], context: PredictionContext): AccountSubject {
  const { provider, workspaceId, accountId } = args as Record<string, string | null | undefined>;
  return toSubject(
    context.directory(provider as ProviderName).parseAccount(workspaceId ?? null, accountId ?? null),
  );
}

/** An invoice and a subscription have to be looked for. */
function refer(reference: NodeId | Reference, { field, reads, context }: Asked): Subject {
  if (reference.__typename === 'BillingAccount') return toSubject(reference);
  if (reference.__typename === 'Workspace') return toWorkspaceSubject(reference.id);
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

/** An event is of one account. Which one, nobody knows beforehand; those of one provider cost the same. */
function nameWatched({ field, context }: Asked): readonly Subject[] {
  const accounts = parseAccountIds(field.args['accountIds'] as string[], 'accountIds', context).map(
    toSubject,
  );
  return [...new Map(accounts.map((account) => [account.provider, account])).values()];
}

/** Nor is its invoice known. */
function searchChanged(
  { field, subject, reads }: Asked<AccountSubject>,
  costs: CallCosts,
): readonly Subject[] {
  reads.addSearch(subject.key, costs, '', field.selected);
  return [{ kind: 'Invoice', account: subject }];
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
