/** A token for each provider; empty where there is none. */
export interface Credentials {
  readonly altostrat: string;
  readonly northflank: string;
}

const KEY = 'billing-portal-tokens';
const NONE: Credentials = { altostrat: '', northflank: '' };
const SANDBOX: Credentials = { altostrat: 'sandbox-altostrat', northflank: 'sandbox-northflank' };

/** Whether this page was built for the API on its sandbox, whose tokens are no secret. */
export const isSandbox = import.meta.env.VITE_SANDBOX === 'on';

/** What was entered in this tab before, or the sandbox's. */
export function readCredentials(): Credentials {
  const kept = sessionStorage.getItem(KEY);
  if (kept !== null) return { ...NONE, ...(JSON.parse(kept) as Partial<Credentials>) };
  return isSandbox ? SANDBOX : NONE;
}

/** Keeps the tokens until the tab is closed: session storage is neither shared with other tabs nor written for later. */
export function keepCredentials(credentials: Credentials): void {
  sessionStorage.setItem(KEY, JSON.stringify(credentials));
}

/** The header of each provider that there is a token for. */
export function toHeaders({ altostrat, northflank }: Credentials): Record<string, string> {
  return {
    ...(altostrat && { authorization: `Bearer ${altostrat}` }),
    ...(northflank && { 'northflank-authorization': `Bearer ${northflank}` }),
  };
}
