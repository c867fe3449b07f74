import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Amounts are written with no-break spaces, and names in any script: neither is a trap to be boxed in yellow. */
const PLAIN = {
  unicodeHighlight: { nonBasicASCII: false, invisibleCharacters: false, ambiguousCharacters: false },
} as const;

/** Narrower than this, lines are wrapped rather than cut off. */
export const NARROW = '(max-width: 700px)';

/** What the editors are told beside what GraphiQL tells them. */
export function EditorOptions() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  useEffect(() => {
    const narrow = matchMedia(NARROW);
    const tell = (): void => {
      responseEditor?.updateOptions(PLAIN);
      for (const editor of [queryEditor, variableEditor, headerEditor])
        editor?.updateOptions({ ...PLAIN, wordWrap: narrow.matches ? 'on' : 'off' });
    };
    tell();
    narrow.addEventListener('change', tell);
    return () => narrow.removeEventListener('change', tell);
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);
  return null;
}
