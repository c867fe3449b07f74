import { ApolloProvider } from '@apollo/client/react';
import { useMemo, useState } from 'react';
import { useAccounts } from './accounts/use-accounts';
import { createClient } from './client/create-client';
import { keepCredentials, readCredentials, type Credentials } from './client/credentials';
import { nameProvider } from './client/explain-error';
import { InvoicesView } from './invoices/invoices-view';
import { PreviewView } from './previews/preview-view';
import { Footer } from './shell/footer';
import { Problem } from './shell/problem';
import { openTokens, TokensDialog } from './shell/tokens-dialog';
import { useRoute, VIEWS, type View } from './shell/use-route';
import { UsageView } from './usage/usage-view';

const TITLES: Record<View, string> = { invoices: 'Invoices', usage: 'Usage', preview: 'What if' };

/** The portal: tokens in, a client for them, and the views. */
export function App() {
  const [credentials, setCredentials] = useState(readCredentials);
  const client = useMemo(() => createClient(credentials), [credentials]);
  const change = (next: Credentials): void => {
    keepCredentials(next);
    setCredentials(next);
  };
  return (
    <ApolloProvider client={client}>
      <Header />
      <Main key={`${credentials.altostrat} ${credentials.northflank}`} credentials={credentials} />
      <Footer />
      <TokensDialog key={JSON.stringify(credentials)} credentials={credentials} onChange={change} />
    </ApolloProvider>
  );
}

function Header() {
  const { view } = useRoute();
  return (
    <header>
      <h1>Billing</h1>
      <nav aria-label="Views">
        {VIEWS.map((name) => (
          <a key={name} href={`#/${name}`} aria-current={name === view ? 'page' : undefined}>
            {TITLES[name]}
          </a>
        ))}
      </nav>
      <button type="button" onClick={openTokens}>
        Tokens
      </button>
    </header>
  );
}

function Main({ credentials }: { readonly credentials: Credentials }) {
  const { view, id } = useRoute();
  const { accounts, problems, isLoading } = useAccounts(credentials);
  if (!credentials.altostrat && !credentials.northflank)
    return (
      <main>
        <p className="empty">
          Enter a token of Altostrat or Northflank to begin: the button above says Tokens.
        </p>
      </main>
    );
  return (
    <main>
      {problems.map(({ provider, error, retry }) => (
        <Problem key={provider} error={error} onRetry={retry}>
          The accounts of {nameProvider(provider)} are missing.
        </Problem>
      ))}
      {isLoading && (
        <p className="empty" role="status">
          Looking for accounts …
        </p>
      )}
      {!isLoading && accounts.length === 0 && problems.length === 0 && (
        <p className="empty">These tokens see no billing account.</p>
      )}
      {!isLoading && accounts.length > 0 && (
        <>
          {view === 'invoices' && <InvoicesView accounts={accounts} credentials={credentials} openId={id} />}
          {view === 'usage' && <UsageView accounts={accounts} />}
          {view === 'preview' && <PreviewView accounts={accounts} />}
        </>
      )}
    </main>
  );
}
