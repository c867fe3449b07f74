import type { ReactNode } from 'react';
import { AccountSelect } from '../accounts/account-select';
import type { Account } from '../accounts/use-accounts';
import type { InvoiceStatusFilter } from '../generated/graphql';
import { AmountField } from './amount-field';
import { exponentOf, listCurrencies, type Edges } from './currencies';
import { NO_FILTER, type FilterFields } from './filter';

const STATUSES: readonly (readonly [InvoiceStatusFilter, string])[] = [
  ['DRAFT', 'Draft'],
  ['OPEN', 'Open'],
  ['PAID', 'Paid'],
  ['VOID', 'Void'],
  ['UNCOLLECTIBLE', 'Written off'],
];

interface Props {
  readonly accounts: readonly Account[];
  /** The part of the list that is read: it tells of currencies. */
  readonly edges: Edges;
  readonly fields: FilterFields;
  readonly onChange: (fields: FilterFields) => void;
  /** What else can be done with what is shown. */
  readonly children: ReactNode;
}

/** The fields that narrow the list down. Each change is a question, so that amounts are asked for when they are whole. */
export function FilterBar({ accounts, edges, fields, onChange, children }: Props) {
  const change = (part: Partial<FilterFields>): void => onChange({ ...fields, ...part });
  // An amount is one of a currency: with another one it would mean something else.
  const toCurrency = (currency: string): Partial<FilterFields> => ({
    currency,
    exponent: exponentOf(currency, edges),
    atLeast: '',
    below: '',
  });
  return (
    <form className="filters" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
      <AccountSelect
        accounts={accounts}
        value={fields.accountId}
        all={`All ${accounts.length} accounts`}
        onChange={(accountId) => change({ accountId })}
      />
      <StatusChips chosen={fields.statuses} onChange={(statuses) => change({ statuses })} />
      <div className="actions">
        {fields !== NO_FILTER && (
          <button type="button" onClick={() => onChange(NO_FILTER)}>
            Clear
          </button>
        )}
        {children}
      </div>
      <details>
        <summary>Dates and amounts</summary>
        <div className="more-filters">
          <DayField label="From" value={fields.from} onChange={(from) => change({ from })} />
          <DayField label="Until" value={fields.until} onChange={(until) => change({ until })} />
          <label className="field">
            Currency
            <select value={fields.currency} onChange={(event) => change(toCurrency(event.target.value))}>
              <option value="">Any</option>
              {listCurrencies(accounts, edges, fields.currency).map((code) => (
                <option key={code}>{code}</option>
              ))}
            </select>
          </label>
          <AmountField
            key={`at least ${fields.currency} ${fields.atLeast}`}
            label="At least"
            value={fields.atLeast}
            currency={fields.currency}
            exponent={fields.exponent}
            onCommit={(atLeast) => change({ atLeast })}
          />
          <AmountField
            key={`below ${fields.currency} ${fields.below}`}
            label="Below"
            value={fields.below}
            currency={fields.currency}
            moreThan={fields.atLeast}
            exponent={fields.exponent}
            onCommit={(below) => change({ below })}
          />
        </div>
      </details>
    </form>
  );
}

interface StatusChipsProps {
  readonly chosen: FilterFields['statuses'];
  readonly onChange: (statuses: FilterFields['statuses']) => void;
}

function StatusChips({ chosen, onChange }: StatusChipsProps) {
  const toggle = (status: InvoiceStatusFilter): void =>
    onChange(chosen.includes(status) ? chosen.filter((other) => other !== status) : [...chosen, status]);
  return (
    <fieldset>
      <legend>Status</legend>
      <div className="chips">
        {STATUSES.map(([status, word]) => (
          <label key={status} className="chip">
            <input type="checkbox" checked={chosen.includes(status)} onChange={() => toggle(status)} />
            {word}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <label className="field">
      {label}
      <input type="date" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
