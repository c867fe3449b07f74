import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Keeps the open tab in sight where there are more than fit side by side. */
export function OpenTabInView() {
  const index = useGraphiQL((state) => state.activeTabIndex);
  const count = useGraphiQL((state) => state.tabs.length);
  useEffect(() => {
    const tab = document.querySelector('.graphiql-tab-active');
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [index, count]);
  return null;
}
