import type { Upstream } from './upstream.js';

let made = 0;

/**
 * A token that may read what most of the sandbox's may, and that nobody has used yet: nothing is remembered of it, and what a
 * test makes the server remember of it troubles no other test. Lasts until the sandbox is reset.
 */
export async function freshToken(
  upstream: Upstream,
  provider: 'altostrat' | 'northflank' = 'altostrat',
): Promise<string> {
  made += 1;
  const token = `fresh-${provider}-${made}`;
  const workspaces = ['ws_acme', 'ws_globex', 'ws_sample'];
  await upstream.control('POST', '/tokens', {
    token,
    provider,
    ...(provider === 'altostrat' && { workspaces }),
  });
  return token;
}
