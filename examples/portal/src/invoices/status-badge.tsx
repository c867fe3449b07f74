import type { InvoiceRowFragment, InvoiceStatus } from '../generated/graphql';

const WORDS: Record<InvoiceStatus, string> = {
  DRAFT: 'Draft',
  OPEN: 'Open',
  PAID: 'Paid',
  VOID: 'Void',
  UNCOLLECTIBLE: 'Written off',
  UNKNOWN: 'Not stated',
};

interface Props {
  readonly invoice: Pick<InvoiceRowFragment, 'status' | 'statusRaw' | 'dueAt'>;
}

/** Where the invoice stands. Overdue is no status of its own: it is one that is open and past its day. */
export function StatusBadge({ invoice: { status, statusRaw, dueAt } }: Props) {
  const isOverdue = status === 'OPEN' && dueAt !== null && Date.parse(dueAt) < Date.now();
  const word = status === 'UNKNOWN' ? (statusRaw ?? WORDS.UNKNOWN) : WORDS[status];
  return (
    <span className="badge" data-status={isOverdue ? 'OVERDUE' : status}>
      {isOverdue ? 'Overdue' : word}
    </span>
  );
}
