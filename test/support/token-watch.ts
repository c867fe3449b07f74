/**
 * Looks for tokens in all that the servers of a test file bring out: what they write to stdout and stderr, their metrics, and of
 * answers the heads and errors. What a provider tells of an account is its caller's to see, whatever it is.
 */

/** Shorter ones stand in ordinary words. */
const LENGTH_MIN = 12;

/** The sandbox's own, which are public: a server greets with them. */
const PUBLIC = /^sandbox-[a-z-]+$/;

export interface Watched {
  readonly url: string;
  /** Everything it has written so far. */
  output(): string;
}

const tokens = new Set<string>();
const servers = new Map<string, Watched>();
const inAnswers: string[] = [];

/** A token, or a whole `Authorization` value, that a server is sent from now on. */
export function noteToken(credential: string): void {
  const token = credential.replace(/^bearer /i, '');
  if (token.length >= LENGTH_MIN && !PUBLIC.test(token)) tokens.add(token);
}

export function watchServer(server: Watched): void {
  servers.set(server.url, server);
}

/** For a server that is to tell what it should not. */
export function unwatchServer({ url }: Pick<Watched, 'url'>): void {
  servers.delete(url);
}

/** The answer to a request that was sent with these tokens. */
export function watchAnswer(sent: readonly string[], headers: Headers, errors: readonly unknown[]): void {
  const watched = sent.filter((token) => tokens.has(token));
  if (watched.length === 0) return;
  const shown = JSON.stringify([[...headers], errors]);
  inAnswers.push(...findTokens(shown, watched).map((token) => `an answer shows ${token}`));
}

/** What was found until now, in words. */
export async function findShown(): Promise<readonly string[]> {
  const inOutput = [...servers.values()].flatMap((server) =>
    findTokens(server.output(), tokens).map((token) => `the output shows ${token}`),
  );
  const metrics = await Promise.all([...servers.values()].map(readMetrics));
  const inMetrics = metrics.flatMap((text) =>
    findTokens(text, tokens).map((token) => `the metrics show ${token}`),
  );
  return [...inAnswers, ...inOutput, ...inMetrics];
}

/** Of these tokens those that a text has: as they are, in base64 wherever it begins, in hexadecimal digits or in an address. */
export function findTokens(text: string, among: Iterable<string>): readonly string[] {
  const lower = text.toLowerCase();
  return [...among].filter((token) => spellings(token).some((spelling) => lower.includes(spelling)));
}

/** In small letters. At the ends of base64 there are letters that also tell of what is beside. */
function spellings(token: string): readonly string[] {
  const bytes = Buffer.from(token);
  const aligned = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.replace(/=+$/, '').slice(before === 0 ? 0 : before + 1, -1);
  });
  const inAddress = aligned.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const spelled = [token, bytes.toString('hex'), encodeURIComponent(token), ...aligned, ...inAddress];
  return spelled.map((text) => text.toLowerCase());
}

/** Nothing of a server that has ended, or serves them elsewhere. */
async function readMetrics({ url }: Watched): Promise<string> {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2000) });
    return response.ok ? await response.text() : '';
  } catch {
    return '';
  }
}
