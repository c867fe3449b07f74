import type { AccountContext } from '../accounts/account.context.js';
import type { BillingAccount } from '../accounts/billing-account.js';
import { parseWorkspaceId, toWorkspace, type Workspace } from '../accounts/workspace.js';
import { badUserInput, quote } from '../errors/billing-error.js';
import { parseAccountId, parseInvoiceId, parseLocalInvoiceId, type InvoiceId } from '../invoices/node-id.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a representation can name: an invoice is still to be looked for, the others are known by their keys. */
export type Reference = BillingAccount | InvoiceId | Workspace;

/** How each entity is read from its key fields. Nothing else of a representation is looked at. */
const readers = {
  BillingAccount: readAccount,
  Invoice: readInvoice,
  Workspace: readWorkspace,
} as const satisfies Record<string, (fields: Fields, context: AccountContext) => Reference>;

/**
 * What one item of `_entities(representations:)` refers to. It comes from whoever can reach this service, so each key
 * field is read like any argument; a field that is no key is neither trusted nor echoed.
 *
 * @throws BAD_USER_INPUT, saying what was expected
 */
export function parseRepresentation(representation: unknown, context: AccountContext): Reference {
  if (typeof representation !== 'object' || representation === null || Array.isArray(representation))
    throw badUserInput(`Representation: expected an object, got ${describe(representation)}.`);
  const fields = representation as Fields;
  const { __typename: typename } = fields;
  if (typeof typename === 'string' && isEntityName(typename)) return readers[typename](fields, context);
  const names = Object.keys(readers).join(', ');
  throw badUserInput(`Representation: expected a "__typename" of ${names}; got ${describe(typename)}.`);
}

function isEntityName(name: string): name is keyof typeof readers {
  return Object.hasOwn(readers, name);
}

function readWorkspace(fields: Fields): Workspace {
  return toWorkspace(parseWorkspaceId(readText(fields, 'id'), 'id'));
}

function readAccount(fields: Fields, context: AccountContext): BillingAccount {
  return fields['id'] === undefined
    ? readNaturalAccount(fields, context)
    : parseAccountId(readText(fields, 'id'), 'id', context);
}

function readInvoice(fields: Fields, context: AccountContext): InvoiceId {
  if (fields['id'] !== undefined) return parseInvoiceId(readText(fields, 'id'), 'id', context);
  return parseLocalInvoiceId(readNaturalAccount(fields, context), readText(fields, 'invoiceId'), context);
}

/** Null where the provider has no such level, or the account is the token's own. */
function readNaturalAccount(fields: Fields, context: AccountContext): BillingAccount {
  const directory = context.directory(readText(fields, 'provider'));
  const [workspaceId, accountId] = [
    readTextOrNull(fields, 'workspaceId'),
    readTextOrNull(fields, 'accountId'),
  ];
  return directory.parseAccount(workspaceId, accountId);
}

function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw badUserInput(`Key field "${name}": expected text, got ${describe(value)}.`);
}

function readTextOrNull(fields: Fields, name: string): string | null {
  return fields[name] === null ? null : readText(fields, name);
}

/** An object may be deep or large, so only text is shown. */
function describe(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value === undefined) return 'none';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
