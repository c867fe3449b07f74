import type { Connection, Coverage, Edge, PageInfo } from '../relay/connection.js';
import type { BillingError } from '../errors/billing-error.js';
import type { AskedList, CountEstimate } from './count-invoices.js';
import type { Invoice } from './invoice.js';

/** A page of a list of invoices, which knows of which list. */
export class InvoicePage {
  constructor(
    private readonly page: Connection<Invoice>,
    readonly list: AskedList,
  ) {}

  /** Why the page is shorter than it could be; to be told beside it. */
  get failure(): Error | undefined {
    return this.page.failure;
  }

  get edges(): readonly Edge<Invoice>[] {
    return this.page.edges;
  }

  get nodes(): readonly (Invoice | BillingError)[] {
    return this.page.nodes;
  }

  get pageInfo(): PageInfo {
    return this.page.pageInfo;
  }

  /** Whether the page begins where an invoice was that is gone; null: nothing was read. */
  get recovered(): boolean | null {
    return this.page.recovered;
  }

  get coverage(): Coverage {
    return this.page.coverage;
  }

  /** Where the page is all of the list, as no call is needed to say so. */
  get known(): CountEstimate | undefined {
    const { edges, coverage, isWhole } = this.page;
    if (!isWhole) return undefined;
    return { value: edges.length, precision: coverage.complete ? 'EXACT' : 'AT_LEAST' };
  }
}
