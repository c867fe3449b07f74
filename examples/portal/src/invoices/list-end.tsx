import { useEffect, useRef } from 'react';
import { Problem } from '../shell/problem';

interface Props {
  readonly hasMore: boolean;
  /** Whether the last page ended early, so that a page further may bring nothing: then people decide. */
  readonly isShort: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly onMore: () => void;
}

/** The foot of a list that goes on by itself when it is scrolled to; the button is for the keyboard, and after a fault. */
export function ListEnd({ hasMore, isShort, isLoading, error, onMore }: Props) {
  const foot = useRef<HTMLDivElement>(null);
  const goesOn = hasMore && !isShort && !isLoading && error === undefined;
  useEffect(() => {
    if (!goesOn || !foot.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), {
      rootMargin: '300px',
    });
    observer.observe(foot.current);
    return () => observer.disconnect();
  }, [goesOn, onMore]);

  if (error !== undefined)
    return (
      <Problem error={error} onRetry={onMore}>
        The list ends early.
      </Problem>
    );
  return (
    <div ref={foot} className="list-end">
      {!hasMore && <p className="quiet">That is all.</p>}
      {hasMore && (
        <button type="button" disabled={isLoading} onClick={onMore}>
          {isLoading ? 'Reading …' : isShort ? 'Look further back' : 'Show more'}
        </button>
      )}
    </div>
  );
}
