import { Money } from '../format/money';
import type { InvoiceQuery } from '../generated/graphql';

interface Props {
  readonly result: NonNullable<InvoiceQuery['invoice']>['reconciliation'];
}

/** Whether the figures add up as the provider sent them: the API did the sums, and nothing was repaired. */
export function Reconciliation({ result }: Props) {
  if (!result) return null;
  const { ok, checked, unchecked, differences } = result;
  return (
    <section aria-labelledby="reconciliation-title" className="reconciliation" data-ok={ok}>
      <h3 id="reconciliation-title">{title(ok)}</h3>
      {differences.map(({ rule, expected, actual, difference }) => (
        <p key={rule}>
          <strong>{rule}</strong> does not hold: it should be <Money of={expected} />, and is{' '}
          <Money of={actual} />. The difference is <Money of={difference} signed />.
        </p>
      ))}
      {ok && <p className="quiet">Checked: {checked.join('; ')}.</p>}
      {unchecked.length > 0 && (
        <p className="quiet">Not checked, as a figure is not stated: {unchecked.join('; ')}.</p>
      )}
    </section>
  );
}

function title(ok: boolean | null): string {
  if (ok === null) return 'Nothing could be checked';
  return ok ? 'The figures add up' : 'The figures do not add up';
}
