import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 600px)');

const subscribe = (listener: () => void): (() => void) => {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
};

/** Whether the page is as narrow as on a phone, for what a style sheet cannot do. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}
