import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import { countInvoices, type CountEstimate } from './count-invoices.js';
import type { InvoiceContext } from './invoice.context.js';
import { parseInvoiceFilter, type InvoiceFilterInput } from './invoice-filter.js';
import { InvoiceFilterType } from './invoice-filter.input.js';
import type { InvoicePage } from './invoice-page.js';
import { CountEstimateType, CurrencyTotalsType } from './invoice-totals.type.js';
import { InvoiceConnection } from './invoice.type.js';
import { loadTotals } from './load-totals.js';
import { ReportsBeside, type ReportBeside } from './report-beside.args.js';
import type { CurrencyTotals } from './total-by-currency.js';

const WHOLE_LIST_COST =
  'It reads the whole list: one upstream call per 200 invoices (NORTHFLANK: 100), as far as the call budget goes, and shares them with every other field of the operation that reads the list so';

@Resolver(() => BillingAccountType)
export class InvoiceTotalsResolver {
  @UpstreamCalls(1)
  @FieldResolver(() => [CurrencyTotalsType], {
    description: `What the account's invoices come to, by currency. Empty: there are none. ${WHOLE_LIST_COST}; with \`createdFrom\`, no further than the invoices of that time. Where the budget or a fault ends the reading early, the sums are of what was read, each says so, and a fault is told beside them; where nothing could be counted by then, it is an error.`,
  })
  async totals(
    @Root() account: BillingAccount,
    @Arg('filter', () => InvoiceFilterType, {
      nullable: true,
      description: 'Which invoices are counted; left out: all.',
    })
    filter: InvoiceFilterInput | null,
    @Ctx() { invoices }: InvoiceContext,
    @ReportsBeside() report: ReportBeside,
  ): Promise<readonly CurrencyTotals[]> {
    return loadTotals({ account, filter: parseInvoiceFilter(filter) }, invoices, report);
  }
}

@Resolver(() => InvoiceConnection)
export class InvoiceCountResolver {
  @UpstreamCalls(1)
  @FieldResolver(() => CountEstimateType, {
    description: `How many invoices the list has, whatever the page. No upstream call where the page holds all of it. Else ${WHOLE_LIST_COST.charAt(0).toLowerCase()}${WHOLE_LIST_COST.slice(1)}. It is never an error: where the budget or a fault ends the reading early, the count says what it is worth, and a fault is told beside it.`,
  })
  async count(
    @Root() { known, list }: InvoicePage,
    @Ctx() { invoices }: InvoiceContext,
    @ReportsBeside() report: ReportBeside,
  ): Promise<CountEstimate> {
    return known ?? countInvoices(list, invoices, report);
  }
}
