import { useSyncExternalStore } from 'react';

/** The views of the portal. */
export const VIEWS = ['invoices', 'usage', 'preview'] as const;
export type View = (typeof VIEWS)[number];

/** What the address bar says after its `#/`: a view, and in it perhaps one thing. */
export interface Route {
  readonly view: View;
  readonly id: string | undefined;
}

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

/** The route of the address bar. Links are plain `<a href="#/...">`, so that back, forward and new tabs work. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const [view, id] = hash.replace(/^#\/?/, '').split('/');
  return {
    view: VIEWS.find((name) => name === view) ?? 'invoices',
    id: id ? decodeURIComponent(id) : undefined,
  };
}
