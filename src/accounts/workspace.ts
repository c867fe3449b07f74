import { badArgument, quote } from '../errors/billing-error.js';

/** Altostrat's tenant: it holds billing accounts. Known by its id; the rest is read when a field needs it. */
export interface Workspace {
  readonly __typename: 'Workspace';
  /** The provider's own `ws_...` id. */
  readonly id: string;
  /** Present where the answer that named the workspace also described it. */
  readonly profile?: WorkspaceProfile;
}

/** `id` has been checked, see `parseWorkspaceId`. */
export function toWorkspace(id: string): Workspace {
  return { __typename: 'Workspace', id };
}

/** What the provider says of a workspace, beyond its id. Null is "not stated". */
export interface WorkspaceProfile {
  readonly name: string | null;
  /** `single`, `assigned` or `pooled`, in the provider's own words. */
  readonly billingMode: string | null;
}

/** Every workspace's id. It becomes part of a path, so what it may hold is listed, not what it may not. */
const WORKSPACE_ID = /^ws_[A-Za-z0-9._-]{1,252}$/;

/** Whether a workspace could have the id; nobody is asked whether one does. */
export function isWorkspaceId(text: string): boolean {
  return WORKSPACE_ID.test(text);
}

/** @throws BAD_USER_INPUT where the text cannot be a workspace's id, naming `argument` */
export function parseWorkspaceId(text: string, argument: string): string {
  if (isWorkspaceId(text)) return text;
  throw badArgument(argument, `expected an Altostrat workspace id such as "ws_abc123", got ${quote(text)}.`);
}
