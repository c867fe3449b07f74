import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/**
 * What editors are told beside what GraphiQL tells them. Amounts are written with no-break spaces, and names in any script:
 * neither is a trap to be boxed in yellow. Comments and ids are longer than a pane is wide.
 */
const OPTIONS = {
  unicodeHighlight: { nonBasicASCII: false, invisibleCharacters: false, ambiguousCharacters: false },
  wordWrap: 'on',
} as const;

export function EditorOptions() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, headerEditor, responseEditor])
      editor?.updateOptions(OPTIONS);
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);
  return null;
}
