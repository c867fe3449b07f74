import { useEffect, useState, type ReactNode } from 'react';
import { explainError, explainFailure, type Failure } from '../client/explain-error';
import { openTokens } from './tokens-dialog';

interface Props {
  /** What is not there because of it. */
  readonly children: ReactNode;
  /** What Apollo Client gave as an error. */
  readonly error?: unknown;
  /** Or what the API said of the failure. */
  readonly failure?: Failure;
  readonly onRetry?: () => void;
}

/** A failure in words: what is missing, why, and what can be done. */
export function Problem({ children, error, failure, onRetry }: Props) {
  const { text, retryAfterMs, isCredential, isRepeatable } = failure
    ? explainFailure(failure)
    : explainError(error);
  const seconds = useCountdown(retryAfterMs);
  return (
    <div className="problem" role="alert">
      <p>
        <strong>{children}</strong> {text}
        {seconds > 0 && ` It can be asked again in ${seconds} s.`}
      </p>
      {isCredential && (
        <button type="button" onClick={openTokens}>
          Enter tokens
        </button>
      )}
      {onRetry && isRepeatable && (
        <button type="button" disabled={seconds > 0} onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Seconds that are left of a wait. */
function useCountdown(ms: number | null): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const until = performance.now() + (ms ?? 0);
    const tell = (): void => setSeconds(Math.max(0, Math.ceil((until - performance.now()) / 1000)));
    tell();
    if (ms === null) return undefined;
    const timer = setInterval(tell, 500);
    return () => clearInterval(timer);
  }, [ms]);
  return seconds;
}
