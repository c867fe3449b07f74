import { useRef } from 'react';
import { isSandbox, type Credentials } from '../client/credentials';

const ID = 'tokens';

/** Opens the dialog from wherever tokens are asked for. */
export function openTokens(): void {
  const dialog = document.getElementById(ID);
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}

interface Props {
  readonly credentials: Credentials;
  readonly onChange: (credentials: Credentials) => void;
}

/** Asks for the tokens. They go to the API in headers, to nowhere else, and are forgotten with the tab. */
export function TokensDialog({ credentials, onChange }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const submit = (form: FormData): void => {
    const read = (name: string): string => (form.get(name) as string).trim();
    onChange({ altostrat: read('altostrat'), northflank: read('northflank') });
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} id={ID} className="sheet" aria-labelledby="tokens-title">
      <form action={submit}>
        <h2 id="tokens-title">Tokens</h2>
        <p className="quiet">
          Each goes to its own provider through the API, and is kept until this tab is closed. A provider
          without a token is left out.
          {isSandbox && ' This portal is on the sandbox, whose tokens are no secret.'}
        </p>
        <label className="field">
          Altostrat
          <input
            name="altostrat"
            type={isSandbox ? 'text' : 'password'}
            defaultValue={credentials.altostrat}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <label className="field">
          Northflank
          <input
            name="northflank"
            type={isSandbox ? 'text' : 'password'}
            defaultValue={credentials.northflank}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <div className="actions">
          <button type="submit" className="primary">
            Use these
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
