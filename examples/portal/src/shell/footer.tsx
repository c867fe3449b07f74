import { useSyncExternalStore } from 'react';
import { lastQuestion } from '../client/last-question';

/** What the last question cost, in words. */
export function Footer() {
  const last = useSyncExternalStore(lastQuestion.subscribe, lastQuestion.read);
  return (
    <footer>
      {last ? (
        <span>
          {last.name}: {last.upstreamCalls ?? 'unknown'} upstream call{last.upstreamCalls === '1' ? '' : 's'},{' '}
          {last.durationMs} ms
        </span>
      ) : (
        <span>Nothing asked yet</span>
      )}
    </footer>
  );
}
