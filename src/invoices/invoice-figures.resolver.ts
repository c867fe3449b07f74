import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { rethrowFrom } from '../errors/billing-error.js';
import { ConnectionArgs } from '../relay/paging-arguments.input.js';
import { Paged } from '../relay/connection.type.js';
import { connectItems } from '../relay/list-connection.js';
import { parseWindow } from '../relay/paging-arguments.js';
import type { InvoiceContext } from './invoice.context.js';
import type { Window } from '../lists/window.js';
import type { Invoice, InvoiceFigures, InvoiceLine, Loadable } from './invoice.js';
import { InvoiceLineConnection } from './invoice-line.type.js';
import { InvoiceFiguresType } from './invoice.type.js';
import { reconcile, type Reconciliation } from './reconcile.js';
import { ReconciliationType } from './reconciliation.type.js';

/** Fields that invoices and previews compute alike. */
@Resolver(() => InvoiceFiguresType)
export class InvoiceFiguresResolver {
  @Paged()
  @FieldResolver(() => InvoiceLineConnection, {
    nullable: true,
    description:
      'The lines that came with the invoice. Null: none came. Any paging of them costs no upstream call. NORTHFLANK: one upstream call per invoice, shared with tax, discount and usage.',
  })
  lines(
    @Root() invoice: InvoiceFigures,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { pageSizeMax }: InvoiceContext,
  ): Loadable<LineConnection | null> {
    const scope = lineScope(invoice);
    const window = parseWindow(args, { pageSizeMax, scope });
    const { lines } = invoice;
    // Where they are at hand, as nearly always, nobody waits for a promise of them.
    return lines instanceof Promise
      ? lines.then((loaded) => connectLines(loaded, invoice, window, scope))
      : connectLines(lines, invoice, window, scope);
  }

  @FieldResolver(() => ReconciliationType, {
    nullable: true,
    description:
      'Whether the figures add up as they were sent. Null, with an error here alone, where one of them cannot be read. No upstream call. NORTHFLANK: one per invoice, shared with its lines.',
  })
  async reconciliation(@Root() invoice: InvoiceFigures): Promise<Reconciliation> {
    return reconcile(invoice).catch((error: unknown) => rethrowFrom(error, invoice.provider));
  }
}

type LineConnection = ReturnType<typeof connectItems<InvoiceLine>> & { readonly complete: boolean | null };

function connectLines(
  lines: Awaited<InvoiceFigures['lines']>,
  { linesComplete: complete }: InvoiceFigures,
  window: Window,
  scope: string,
): LineConnection | null {
  if (lines === null) return null;
  const items = lines.map((node, index) => ({ key: String(index), node }));
  return Object.assign(connectItems<InvoiceLine>(window, scope, items), { complete });
}

/** Lines may lack an id, so their cursors count places; they hold within one invoice. */
function lineScope(invoice: InvoiceFigures): string {
  const owner = 'invoiceId' in invoice ? (invoice as Invoice).invoiceId : 'preview';
  return `lines of ${JSON.stringify([invoice.billingAccount.key, owner])}`;
}
