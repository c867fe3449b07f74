import { ToolbarButton, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import type { Example } from './configuration.js';

/** The operation that the page's address names by `?query=` and `&variables=`; undefined: it names none. */
export function readLink(): Example | undefined {
  const parameters = new URLSearchParams(location.search);
  const query = parameters.get('query');
  if (!query) return undefined;
  const variables = parameters.get('variables');
  return { query, ...(variables && { variables }) };
}

/** What was read is in a tab by now: loading the page again shows that tab as it was left. */
export function forgetLink(): void {
  history.replaceState(null, '', location.pathname);
}

/** The address of the page with the operation and its variables in it; headers, which hold tokens, never are. */
export function toLink({ query, variables }: Example): string {
  const parameters = new URLSearchParams({ query, ...(variables?.trim() && { variables }) });
  return `${location.origin}${location.pathname}?${parameters}`;
}

const LABEL = 'Copy a link to this operation, without its headers';

export function LinkButton() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const [label, setLabel] = useState(LABEL);
  const copy = async (): Promise<void> => {
    const link = toLink({
      query: queryEditor?.getValue() ?? '',
      variables: variableEditor?.getValue() ?? '',
    });
    setLabel((await write(link)) ? 'Link copied' : 'The link is in the address bar');
    setTimeout(() => setLabel(LABEL), 3000);
  };
  return (
    <ToolbarButton label={label} onClick={() => void copy()}>
      <svg
        className="graphiql-toolbar-icon"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        aria-hidden="true"
      >
        <path d="M6.5 9.5a3 3 0 0 0 4.2 0l2.4-2.4a3 3 0 0 0-4.2-4.2L8 3.8" />
        <path d="M9.5 6.5a3 3 0 0 0-4.2 0L2.9 8.9a3 3 0 0 0 4.2 4.2L8 12.2" />
      </svg>
    </ToolbarButton>
  );
}

/** Whether the clipboard took it: a page that came over plain http from elsewhere has none, and shows the link instead. */
async function write(link: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    history.replaceState(null, '', link);
    return false;
  }
}
