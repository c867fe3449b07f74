import { useLazyQuery } from '@apollo/client/react';
import { useState } from 'react';
import type { Account } from '../accounts/use-accounts';
import { PreviewsDocument } from '../generated/graphql';
import { Problem } from '../shell/problem';
import { CandidateCard } from './candidate-card';
import {
  CANDIDATES_MAX,
  isWhole,
  proposeCandidates,
  toInput,
  type Candidate,
  type Subscription,
} from './candidates';

interface Props {
  readonly account: Account;
  readonly subscription: Subscription;
}

/** Several wanted sets side by side, and what each would cost. One call each, and one for the invoice without a change. */
export function CandidateForm({ account, subscription }: Props) {
  const [candidates, setCandidates] = useState(() => proposeCandidates(subscription));
  // A preview is of one moment, and never taken from what is kept.
  const [ask, { data, error, loading }] = useLazyQuery(PreviewsDocument, {
    fetchPolicy: 'no-cache',
    errorPolicy: 'all',
  });
  const compare = (): void => {
    void ask({ variables: { inputs: candidates.map((one) => toInput(one, subscription, account)) } });
  };
  const replace = (index: number, candidate: Candidate): void =>
    setCandidates(candidates.map((one, at) => (at === index ? candidate : one)));

  return (
    <>
      <form className="candidates" action={compare} aria-label="Candidates">
        {candidates.map((candidate, index) => (
          <fieldset key={index} className="candidate">
            <legend>Candidate {index + 1}</legend>
            {subscription.items.map(({ productType, quantity, interval }, item) => (
              <label key={`${productType} ${interval}`} className="field">
                <span>
                  {productType} (now {quantity})
                </span>
                <input
                  type="number"
                  min="0"
                  max="999999"
                  required
                  value={candidate[item]}
                  onChange={(event) => replace(index, candidate.with(item, event.target.value))}
                />
              </label>
            ))}
            {candidates.length > 1 && (
              <button type="button" onClick={() => setCandidates(candidates.toSpliced(index, 1))}>
                Remove
              </button>
            )}
          </fieldset>
        ))}
        <div className="actions">
          <button type="submit" className="primary" disabled={loading || !candidates.every(isWhole)}>
            {loading ? 'Asking …' : 'Compare'}
          </button>
          {candidates.length < CANDIDATES_MAX && (
            <button type="button" onClick={() => setCandidates([...candidates, candidates.at(-1) ?? []])}>
              Add a candidate
            </button>
          )}
        </div>
      </form>
      {error && (
        <Problem error={error} onRetry={compare}>
          {data ? 'Some of it is missing.' : 'There is no preview.'}
        </Problem>
      )}
      {data && (
        <>
          <h3 ref={focus} tabIndex={-1}>
            Side by side
          </h3>
          <ul className="cards" aria-label="Previews">
            {data.invoicePreviews.map((payload, index) => (
              <CandidateCard key={index} payload={payload} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Brings the answer to whoever waits for it: into view on a phone, and to a screen reader. */
function focus(heading: HTMLElement | null): void {
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}
