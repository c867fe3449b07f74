import type { ProviderName } from '../../errors/provider-name.js';
import type { CallCosts } from '../../providers/provider.js';
import { toWindow, type Asked, type AskedField } from './asked.js';
import {
  toSubject,
  toWorkspaceSubject,
  type AccountSubject,
  type Subject,
  type WorkspaceSubject,
} from './subject.js';

function workspaceCosts({ context }: Asked): CallCosts | undefined {
  return context.costsOf(context.workspaceDirectory().name);
}

export function listWorkspaces(asked: Asked): readonly Subject[] {
  const { field, reads } = asked;
  if (!workspaceCosts(asked) || isUnread(field)) return [];
  reads.add('workspaces', 1);
  return [
    {
      kind: 'Workspace',
      key: `listed ${windowKey(field)}`,
      times: toWindow(field.args).size,
      isListed: true,
    },
  ];
}

export function readWorkspace(asked: Asked): readonly Subject[] {
  const { subject, reads } = asked;
  if (subject.kind === 'Workspace' && !subject.isListed && workspaceCosts(asked))
    reads.add(`workspace ${subject.key}`, subject.times);
  return [];
}

export function listAccountsOfWorkspace(asked: Asked): readonly Subject[] {
  const { subject, context } = asked;
  if (subject.kind !== 'Workspace') return [];
  return listOf(context.workspaceDirectory().name, subject, asked);
}

/** @throws BAD_USER_INPUT where the provider has no such list */
export function listAccounts(asked: Asked): readonly Subject[] {
  const { provider, workspaceId } = asked.field.args as Record<string, string | null | undefined>;
  const list = asked.context.directory(provider as ProviderName).parseAccountList(workspaceId ?? null);
  const workspace = list.workspaceId === null ? undefined : toWorkspaceSubject(list.workspaceId);
  return listOf(list.provider, workspace, asked);
}

function listOf(
  provider: ProviderName,
  workspace: WorkspaceSubject | undefined,
  { field, reads, context }: Asked,
): readonly Subject[] {
  const costs = context.costsOf(provider);
  if (!costs || isUnread(field)) return [];
  const lists = workspace?.times ?? 1;
  const key = workspace?.key ?? provider;
  reads.add(`accounts ${key}`, lists * callsOfList(field.args, costs));
  const times = lists * toWindow(field.args).size;
  return [
    {
      kind: 'BillingAccount',
      provider,
      // An account names its workspace, and does not bring its profile.
      workspace: workspace && { ...workspace, isListed: false },
      key: JSON.stringify([key, windowKey(field)]),
      times,
      isListed: true,
    },
  ];
}

/** How far from the head of the list a cursor is, only the provider can tell. */
function callsOfList(args: AskedField['args'], { accountsMax }: CallCosts): number {
  const { size, direction, anchor } = toWindow(args);
  if (accountsMax === Number.POSITIVE_INFINITY) return 1;
  if (direction === 'backward' || anchor !== undefined) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.ceil(size / accountsMax));
}

function isUnread(field: AskedField): boolean {
  return toWindow(field.args).size === 0 && !field.asksPlace;
}

function windowKey({ args }: AskedField): string {
  const { size, direction, anchor } = toWindow(args);
  return JSON.stringify([direction, anchor, size]);
}

export function nameAccountOfWorkspace({ field, subject, context }: Asked): readonly Subject[] {
  if (subject.kind !== 'Workspace') return [];
  const accountId = String(field.args['accountId']);
  if (subject.isListed || subject.times > 1)
    return [accountInEach(subject, accountId, context.workspaceDirectory().name)];
  return [toSubject(context.workspaceDirectory().parseAccount(subject.key, accountId))];
}

/** Of workspaces of which nothing but their number is known. */
function accountInEach(
  workspace: WorkspaceSubject,
  accountId: string,
  provider: ProviderName,
): AccountSubject {
  const key = JSON.stringify([workspace.key, accountId]);
  const { times } = workspace;
  return {
    kind: 'BillingAccount',
    provider,
    workspace: { ...workspace, isListed: false },
    key,
    times,
    isListed: false,
  };
}

export function nameWorkspace({ subject }: Asked<AccountSubject>): readonly Subject[] {
  return subject.workspace ? [subject.workspace] : [];
}
