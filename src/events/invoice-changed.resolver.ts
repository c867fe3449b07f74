import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import { UpstreamCalls } from '../calls/call-cost.type.js';
import { badArgument } from '../errors/billing-error.js';
import type { SelectedFields } from '../invoices/detail-cost.js';
import type { Invoice } from '../invoices/invoice.js';
import { InvoiceType } from '../invoices/invoice.type.js';
import { ACCOUNTS_MAX, parseAccountIds } from '../invoices/node-id.js';
import { FieldsOfInvoices } from '../invoices/selected-fields.args.js';
import { InvoiceChangedType } from './invoice-changed.type.js';
import { isFailure, type InvoiceSignal, type Observed } from './invoice-signal.js';
import type { LiveContext } from './live.context.js';

@Resolver(() => InvoiceChangedType)
export class InvoiceChangedResolver {
  @Subscription(() => InvoiceChangedType, {
    description:
      'Told when an invoice of one of the accounts is created or changes, as a stream of events over HTTP: `accept: text/event-stream`, or `multipart/mixed;subscriptionSpec=1.0`. What is looked at is the newest 100 invoices of each account, one upstream call a look, whoever asks; a credential makes no more looks in a minute than the operator allows. It begins with the first look, of which nothing is told. An account that cannot be read is an error in an event of its own, told once, and is looked at again; where the credential is refused the stream ends. An event is an operation of its own, with its own upstream calls.',
    subscribe: ({ args, context }) =>
      watch((args as { readonly accountIds: readonly string[] }).accountIds, context as LiveContext),
  })
  invoiceChanged(
    @Root() observed: Observed,
    @Arg('accountIds', () => [ID], {
      description: `Global ids of billing accounts, of any provider; 1 to ${ACCOUNTS_MAX}, each counted once.`,
    })
    _accountIds: string[],
  ): unknown {
    if (isFailure(observed)) throw observed.failure;
    const { account: billingAccount, ...signal } = observed;
    return { ...signal, billingAccount };
  }

  @UpstreamCalls(2)
  @FieldResolver(() => InvoiceType, {
    nullable: true,
    description:
      'The invoice as it is now, read for this event. Null with RESYNC, and where it is gone by now; null with an error where it cannot be read. Two upstream calls at ALTOSTRAT; at NORTHFLANK one, or one per 100 invoices for an id that was derived. None where it is not selected.',
  })
  async invoice(
    @Root() { billingAccount, invoiceId }: EventOfInvoice,
    @Ctx() { invoices }: LiveContext,
    @FieldsOfInvoices() selected: SelectedFields,
  ): Promise<Invoice | null> {
    return invoiceId === null ? null : invoices.invoice(billingAccount, invoiceId, selected);
  }
}

interface EventOfInvoice extends Pick<InvoiceSignal, 'invoiceId'> {
  readonly billingAccount: InvoiceSignal['account'];
}

function watch(accountIds: readonly string[], context: LiveContext): AsyncIterableIterator<Observed> {
  if (accountIds.length === 0) throw badArgument('accountIds', 'expected at least one id, got none.');
  return context.watchInvoices(parseAccountIds(accountIds, 'accountIds', context));
}
