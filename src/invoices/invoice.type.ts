import { Directive, Field, ID, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import type { ProviderName } from '../errors/provider-name.js';
import { BillingAccountType } from '../accounts/billing-account.type.js';
import { BillingProviderEnum } from '../accounts/provider.type.js';
import { BillingPeriodType } from '../accounts/billing-subscription.type.js';
import { CurrencyCodeScalar } from '../money/money.scalars.js';
import { MoneyType } from '../money/money.type.js';
import { connectionOf } from '../relay/connection.type.js';
import { NodeType } from '../relay/node.type.js';
import { DateTimeScalar } from '../scalars/date-time.scalar.js';
import { UrlScalar } from '../scalars/url.scalar.js';
import { ScanCoverageType } from './invoice-totals.type.js';
import { invoiceStatuses, type InvoiceStatus } from './invoice.js';

registerEnumType(invoiceStatuses, {
  name: 'InvoiceStatus',
  description: 'Where an invoice stands. "Overdue" is not a status: it is OPEN with `dueAt` in the past.',
  valuesConfig: {
    DRAFT: { description: 'Not final: figures may change. Also the status of every preview.' },
    OPEN: { description: 'Final and awaiting payment, also while a payment is in flight.' },
    PAID: { description: 'Paid in full. Amounts below the chargeable minimum count as paid at once.' },
    UNCOLLECTIBLE: { description: 'Written off; payment is not expected, but still possible.' },
    VOID: { description: 'Cancelled. Kept in the list with its figures, owed by nobody.' },
    UNKNOWN: { description: 'The provider said nothing, or a word unknown here: see `statusRaw`.' },
  },
});

@InterfaceType('InvoiceFigures', {
  description:
    'What a stored invoice and a preview share. The figures come with the row: no upstream call. NORTHFLANK leaves tax, discount, lines and usage out of its lists: one upstream call per invoice for all of them, made only if one is selected.',
})
export class InvoiceFiguresType {
  @Field(() => BillingProviderEnum, { description: 'Who issues the invoice.' })
  provider!: ProviderName;

  @Field(() => BillingAccountType, { description: 'The account that is billed. No upstream call by itself.' })
  billingAccount!: unknown;

  @Field(() => invoiceStatuses, { description: 'Where the invoice stands.' })
  status!: InvoiceStatus;

  @Field(() => String, {
    nullable: true,
    description: "The provider's own word for the status. Null: it sent none.",
  })
  statusRaw!: string | null;

  @Field(() => CurrencyCodeScalar, {
    nullable: true,
    description: 'Currency of the figures. Null: not stated.',
  })
  currency!: string | null;

  @Field(() => BillingPeriodType, {
    nullable: true,
    description: 'The period that is billed. Null for Altostrat, which does not state it.',
  })
  period!: unknown;

  @Field(() => MoneyType, {
    nullable: true,
    description:
      'Sum of the lines before invoice-level discount and before tax on top. Null: not stated. NORTHFLANK accounts whose lists leave it out (those without invoice ids): one upstream call per invoice.',
  })
  subtotal!: unknown;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'What the discounts take off, as a positive amount. Null: none stated, which is not a zero.',
  })
  discount!: unknown;

  @Field(() => [String], {
    nullable: true,
    description:
      'Names of the discounts; empty where there are none. Null, with an error here alone, where they cannot be read.',
  })
  discountNames!: string[] | null;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'Tax, on top of the subtotal or contained in it. Null: not computed, which is not a zero.',
  })
  tax!: unknown;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'After discounts and tax; negative where credits exceed charges. Null: not stated.',
  })
  total!: unknown;

  @Field(() => MoneyType, {
    nullable: true,
    description:
      'What is due for this invoice. Does not drop as payments arrive: see `amountRemaining`. Null: not stated.',
  })
  amountDue!: unknown;

  @Field(() => MoneyType, { nullable: true, description: 'What has been paid so far. Null: not stated.' })
  amountPaid!: unknown;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'Due minus paid: what is still owed. Null where one of the two is not stated.',
  })
  amountRemaining!: unknown;
}

@ObjectType('UsageCost', {
  simpleResolvers: true,
  description: 'What one resource cost in the period of an invoice, before tax and discounts.',
})
export class UsageCostType {
  @Field(() => String, {
    description: "The provider's word: `paas`, or `byoc` for the customer's own cloud.",
  })
  product!: string;

  @Field(() => String, {
    description:
      "The provider's word: `cpu`, `memory`, `storage` ...; `total` where it states no parts, `other` for what its total has beyond the parts.",
  })
  resource!: string;

  @Field(() => ID, { nullable: true, description: 'The team that used it. Null: not broken down by team.' })
  teamId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The project that used it. Null: not broken down by project.',
  })
  projectId!: string | null;

  @Field(() => MoneyType, { description: 'The cost, often with fractions of a minor unit: read `decimal`.' })
  amount!: unknown;
}

@Directive('@key(fields: "id")')
@Directive('@key(fields: "provider workspaceId accountId invoiceId")')
@ObjectType('Invoice', {
  simpleResolvers: true,
  implements: [NodeType, InvoiceFiguresType],
  description: 'One stored invoice, with the figures exactly as the provider sent them.',
})
export class InvoiceType {
  @Field(() => ID, {
    description:
      "The provider's own id, `in_...`. Derived from period, total and order for Northflank accounts whose generation of the API sends none: the same while the invoice does not change, and no newer one comes that has the same period and total.",
  })
  invoiceId!: string;

  @Directive('@inaccessible')
  @Field(() => Boolean, {
    description:
      'Whether `invoiceId` was derived here, because the provider sends none. For services that keep references to invoices: a derived id ends when the provider begins to send its own. Routers hide this field from clients.',
  })
  hasDerivedId!: boolean;

  @Field(() => ID, { nullable: true, description: "Altostrat's `ws_...` id. Null for Northflank." })
  workspaceId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "The account's own id: Altostrat `cus_...` or a Northflank team id. Null for the token's own account.",
  })
  accountId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The number printed on the invoice, such as `AB123-001`. Null until it is final.',
  })
  number!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the invoice was created. Null: not stated.',
  })
  createdAt!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When payment is due. Null for invoices that are charged automatically.',
  })
  dueAt!: string | null;

  @Directive('@tag(name: "secret-link")')
  @Field(() => UrlScalar, {
    nullable: true,
    description:
      'Page where the invoice can be seen and paid without login: treat it as a secret. Null until it is final.',
  })
  hostedInvoiceUrl!: string | null;

  @Directive('@tag(name: "secret-link")')
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'The invoice as PDF, without login: treat it as a secret. Null until it is final.',
  })
  pdfUrl!: string | null;

  @Field(() => [UsageCostType], {
    nullable: true,
    description:
      'Costs by product, resource, team and project, at the finest level the provider states. They add up to what it says that each product costs. Null for ALTOSTRAT, and where none is stated. One upstream call per invoice for NORTHFLANK, shared with its lines; QUERY_TOO_COSTLY where no call is left.',
  })
  usage!: unknown;
}

/** What `recovered` says of a page. */
export const RECOVERED =
  "Whether the invoice under `after` or `before` is gone from its list, so that this page goes on where it was: by `createdAt` or, where the provider states none, by the end of its period, which the cursor keeps. Nothing is left out, and nothing comes twice but ALTOSTRAT's invoices of the very same time: nobody can tell on which side of it they stood, so they are on this page even if one before had them. False: the invoice is there, also one that a filter does not let through any more, as it still marks its place; or there was no cursor. Null: no row was asked for, so nobody looked. Finding the place costs a call per 200 invoices (NORTHFLANK: 100) from the newest down to it, and is PAGINATION_TOO_DEEP beyond the call budget; the field itself costs none.";

/** What every list of invoices has: edges, nodes and its place. */
export const InvoiceList = connectionOf(InvoiceType, 'Invoice');

@ObjectType('InvoiceConnection', {
  simpleResolvers: true,
  description:
    'Invoices of one account. One upstream call per 200 invoices for Altostrat; windows of one list in one operation share theirs.',
})
export class InvoiceConnection extends InvoiceList {
  @Field(() => ScanCoverageType, {
    description: 'How much of the list was looked at for this page. No upstream call.',
  })
  coverage!: unknown;

  @Field(() => Boolean, { nullable: true, description: RECOVERED })
  recovered!: boolean | null;
}
