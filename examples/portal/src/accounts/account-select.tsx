import { nameProvider } from '../client/explain-error';
import type { BillingProvider } from '../generated/graphql';
import type { Account } from './use-accounts';

const PROVIDERS: readonly BillingProvider[] = ['ALTOSTRAT', 'NORTHFLANK'];

interface Props {
  readonly accounts: readonly Account[];
  /** Global id of the account that is chosen; empty: all. */
  readonly value: string;
  readonly onChange: (accountId: string) => void;
  /** The choice of all accounts; left out: there is none. */
  readonly all?: string;
}

/** Chooses one account, by provider. */
export function AccountSelect({ accounts, value, onChange, all }: Props) {
  return (
    <label className="field">
      Account
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {all !== undefined && <option value="">{all}</option>}
        {PROVIDERS.map((provider) => {
          const own = accounts.filter((account) => account.provider === provider);
          return (
            own.length > 0 && (
              <optgroup key={provider} label={nameProvider(provider)}>
                {own.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </optgroup>
            )
          );
        })}
      </select>
    </label>
  );
}
