export const PROVIDERS = ['altostrat', 'northflank'] as const;
export type Provider = (typeof PROVIDERS)[number];

export interface AltostratToken {
  readonly provider: 'altostrat';
  readonly workspaces: Set<string>;
  /** Refuse every call with this status. */
  readonly status?: 401 | 403;
}

export interface NorthflankToken {
  readonly provider: 'northflank';
  /** The account behind paths without a team: the user's own, or the team the token was made for. */
  readonly own: string;
  readonly teams: Set<string> | 'all';
  readonly status?: 401 | 403;
}

export type Token = AltostratToken | NorthflankToken;

export function createTokens(workspaces: Iterable<string>): Map<string, Token> {
  const others = [...workspaces].filter((id) => id !== 'ws_initech');
  return new Map<string, Token>([
    ['sandbox-altostrat', { provider: 'altostrat', workspaces: new Set(others) }],
    ['sandbox-altostrat-initech', { provider: 'altostrat', workspaces: new Set(['ws_initech']) }],
    ['sandbox-altostrat-expired', { provider: 'altostrat', workspaces: new Set(), status: 401 }],
    ['sandbox-northflank', { provider: 'northflank', own: 'own', teams: 'all' }],
    ['sandbox-northflank-team', { provider: 'northflank', own: 'team-n3', teams: new Set(['team-n3']) }],
    ['sandbox-northflank-expired', { provider: 'northflank', own: 'own', teams: new Set(), status: 401 }],
  ]);
}

/** The bearer value of an Authorization header, if it is one. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}
