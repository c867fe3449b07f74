import type { AccountContext } from '../../accounts/account.context.js';
import type { BillingAccount } from '../../accounts/billing-account.js';
import { badArgument, BillingError, isBillingError, quote } from '../../errors/billing-error.js';
import { exportFormats, type ExportFormat } from '../../exports/export-format.js';
import type { AskedExport } from '../../exports/read-export.js';
import { statusFilters } from '../../invoices/invoice-filter.input.js';
import { parseInvoiceFilter, type InvoiceFilter } from '../../invoices/invoice-filter.js';
import { parseAccountId } from '../../invoices/node-id.js';
import { BigIntScalar, CurrencyCodeScalar } from '../../money/money.scalars.js';
import { DateTimeScalar } from '../../scalars/date-time.scalar.js';

/** An export as it was asked for. */
export interface ExportRequest extends AskedExport {
  readonly format: ExportFormat;
}

const ACCOUNTS_MAX = 50;
const TEXT_LENGTH_MAX = 4096;

/** What may come several times, and what once. */
const MANY = ['account', 'status', 'currency'] as const;
const ONE = ['format', 'after', 'createdFrom', 'createdBefore', 'totalAtLeast', 'totalBelow'] as const;
type Many = (typeof MANY)[number];
type One = (typeof ONE)[number];

const names: ReadonlySet<string> = new Set([...MANY, ...ONE]);

/**
 * Reads the query of an export's address.
 *
 * @throws BAD_USER_INPUT, naming the parameter; the cursor is for its export to read
 */
export function parseExport(query: string, context: AccountContext): ExportRequest {
  const given = new URLSearchParams(query);
  for (const [name, value] of given) {
    if (!names.has(name)) throw badArgument(shorten(name), `expected one of ${[...names].join(', ')}.`);
    if (value.length > TEXT_LENGTH_MAX)
      throw badArgument(name, `expected at most ${TEXT_LENGTH_MAX} characters, got ${value.length}.`);
  }
  return {
    accounts: parseAccounts(allOf(given, 'account'), context),
    format: parseFormat(oneOf(given, 'format')),
    filter: parseFilter(given),
    after: oneOf(given, 'after'),
  };
}

function allOf(given: URLSearchParams, name: Many): readonly string[] {
  return given.getAll(name);
}

function oneOf(given: URLSearchParams, name: One): string | undefined {
  const values = given.getAll(name);
  if (values.length > 1) throw badArgument(name, `expected once, got ${values.length} times.`);
  return values[0];
}

function parseAccounts(ids: readonly string[], context: AccountContext): readonly BillingAccount[] {
  if (ids.length === 0 || ids.length > ACCOUNTS_MAX)
    throw badArgument('account', `expected 1 to ${ACCOUNTS_MAX} global ids of accounts, got ${ids.length}.`);
  const accounts = ids.map((id) => parseAccountId(id, 'account', context));
  if (new Set(accounts.map(({ key }) => key)).size < accounts.length)
    throw badArgument('account', 'expected each account once, got one of them again.');
  return accounts;
}

function parseFormat(name = 'jsonl'): ExportFormat {
  if (Object.hasOwn(exportFormats, name)) return exportFormats[name as keyof typeof exportFormats];
  throw badArgument(
    'format',
    `expected one of ${Object.keys(exportFormats).join(', ')}, got ${quote(name)}.`,
  );
}

/** Each value as its scalar in the graph takes it. */
function parseFilter(given: URLSearchParams): InvoiceFilter | undefined {
  const date = (name: One): string | undefined =>
    parsed(name, oneOf(given, name), (text) => DateTimeScalar.parseValue(text));
  const units = (name: One): string | undefined =>
    parsed(name, oneOf(given, name), (text) => BigIntScalar.parseValue(text));
  const status = allOf(given, 'status').map((word) => {
    if (Object.hasOwn(statusFilters, word)) return word;
    throw badArgument(
      'status',
      `expected one of ${Object.keys(statusFilters).join(', ')}, got ${quote(word)}.`,
    );
  });
  const currency = allOf(given, 'currency').map(
    (code) => parsed('currency', code, (text) => CurrencyCodeScalar.parseValue(text)) ?? '',
  );
  try {
    return parseInvoiceFilter({
      status: status.length > 0 ? status : undefined,
      currency: currency.length > 0 ? currency : undefined,
      createdFrom: date('createdFrom'),
      createdBefore: date('createdBefore'),
      totalAtLeast: units('totalAtLeast'),
      totalBelow: units('totalBelow'),
    });
  } catch (error) {
    // Here its parts are parameters of their own.
    if (!isBillingError(error, 'BAD_USER_INPUT')) throw error;
    throw new BillingError(error.code, error.message.replace('"filter.', '"'), error.facts);
  }
}

function parsed(name: string, text: string | undefined, parse: (text: string) => string): string | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (!isBillingError(error, 'BAD_USER_INPUT')) throw error;
    throw badArgument(name, `e${error.message.slice(1)}`);
  }
}

function shorten(name: string): string {
  return name.slice(0, 40).replaceAll(/[^A-Za-z0-9_.-]/g, '?');
}
