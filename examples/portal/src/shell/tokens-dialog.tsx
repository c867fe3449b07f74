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
    const read = (name: keyof Credentials): string => (form.get(name) as string).trim();
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
        <TokenField label="Altostrat" name="altostrat" value={credentials.altostrat} />
        <TokenField label="Northflank" name="northflank" value={credentials.northflank} />
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

interface TokenFieldProps {
  readonly label: string;
  readonly name: keyof Credentials;
  readonly value: string;
}

function TokenField({ label, name, value }: TokenFieldProps) {
  return (
    <label className="field">
      {label}
      <input
        name={name}
        type={isSandbox ? 'text' : 'password'}
        defaultValue={value}
        autoComplete="off"
        spellCheck={false}
      />
    </label>
  );
}
