import type { BillingAccount } from '../accounts/billing-account.js';
import { opposite } from '../lists/direction.js';
import type { Window } from '../lists/window.js';
import { connect } from '../relay/connection.js';
import { parseWindow, type ConnectionArguments } from '../relay/paging-arguments.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import { parseInvoiceFilter, type InvoiceFilterInput } from './invoice-filter.js';
import { InvoicePage } from './invoice-page.js';

/** A page of an account's invoices, as it was asked for. */
export interface AskedPage {
  readonly account: BillingAccount;
  readonly args: ConnectionArguments & {
    readonly filter?: InvoiceFilterInput | null | undefined;
    readonly orderBy?: string | null | undefined;
  };
  /** Of each invoice. */
  readonly selected: SelectedFields;
  readonly countIsSelected: () => boolean;
}

/**
 * Oldest first, a page is the one of the same invoices in the provider's order, the other way round.
 *
 * @throws BAD_USER_INPUT, INVALID_CURSOR where the arguments are at fault, and what the reading fails with
 */
export function loadInvoicePage(
  { account, args, selected, countIsSelected }: AskedPage,
  { pageSizeMax, invoices }: InvoiceContext,
): Promise<InvoicePage> {
  const filter = parseInvoiceFilter(args.filter);
  const isOldestFirst = args.orderBy === 'OLDEST_FIRST';
  const scope = `${isOldestFirst ? 'oldest ' : ''}invoices of ${account.key}${filter ? ` like ${filter.key}` : ''}`;
  const asked = parseWindow(args, { pageSizeMax, scope });
  const window = isOldestFirst ? { ...asked, direction: opposite(asked.direction) } : asked;
  const load = async (part: Window) =>
    // Another part is only looked at for what lies beyond the page.
    invoices.window(account, part, {
      filter,
      selected: part === window && part.size > 0 ? selected : undefined,
    });
  const reading = connect(window, scope, load);
  // What is counted later on is read together with the page, which comes first where calls are short. It tells its failure.
  if (countIsSelected()) invoices.all(account, filter).catch(() => undefined);
  return reading.then((page) => new InvoicePage(isOldestFirst ? page.reversed() : page, { account, filter }));
}
