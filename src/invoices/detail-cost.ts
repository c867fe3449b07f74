import type { DetailFields, InvoiceSource } from './invoice-source.js';

/** Names of the fields that a client selects of each invoice. Asked for only where they decide what is read. */
export type SelectedFields = () => ReadonlySet<string>;

/** Whether a selection costs a call for each invoice: for every one, for some that its row will tell, for none. */
export type DetailCost = keyof DetailFields | 'never';

/** What this selection costs at this provider. */
export function detailCost({ detailFields }: InvoiceSource, selected: SelectedFields): DetailCost {
  if (!detailFields) return 'never';
  if (overlap(selected(), detailFields.always)) return 'always';
  return overlap(selected(), detailFields.sometimes) ? 'sometimes' : 'never';
}

export function overlap(selected: ReadonlySet<string>, fields: ReadonlySet<string>): boolean {
  return [...fields].some((field) => selected.has(field));
}
