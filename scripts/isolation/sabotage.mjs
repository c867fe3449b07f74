import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const BUNDLE = 'program.js';
/** What is run, which finds the rest beside itself; and what V8 had made of the bundle as it was. */
const ENTRY = 'billing-graphql.js';
const KEPT_CODE = 'program.code';

const CACHE_KEY = [
  'toStoreKey(exchange.call.credentialKey,sealingOf(exchange).subject)',
  'toStoreKey("all",sealingOf(exchange).subject)',
];

/**
 * Faults that a change could bring, each of which shows callers what is others': where the credential's digest stands in a key,
 * nothing stands any more. Each replacement is of a text that the built server has exactly once.
 */
export const SABOTAGES = [
  {
    name: 'reads under way are shared without the credential',
    replacements: [['`${call.credentialKey} ${call.wantsFresh}', '`all ${call.wantsFresh}']],
  },
  {
    name: 'equal operations are shared without the credential',
    replacements: [['[...credentialKeys],isRouter])', '[],isRouter])']],
  },
  {
    name: 'what is kept is kept and sealed without the credential',
    replacements: [CACHE_KEY, ['.hkdfSync)("sha256",toToken(credential),', '.hkdfSync)("sha256","all",']],
  },
  {
    name: 'waits that a provider named are of all credentials',
    replacements: [
      ['key=exchange.call.credentialKey,before=standings.get(key)', 'key="all",before=standings.get(key)'],
      ['standings.get(exchange.call.credentialKey)', 'standings.get("all")'],
    ],
  },
  {
    name: 'the limit of calls a minute is of all credentials',
    replacements: [
      ['toStoreKey(credentialKey,`${provider} calls`)', 'toStoreKey("all",`${provider} calls`)'],
    ],
  },
  {
    name: 'all credentials have one digest',
    replacements: [['toToken(credential),"base64url")', '"all","base64url")']],
  },
  {
    name: 'one source of a provider serves all operations',
    replacements: [['let{sources}=this.progress,known=', 'let sources=globalThis.sources??=new Map,known=']],
  },
  {
    name: 'one memory of reads serves all operations',
    replacements: [['progress.memory??=new OperationMemory', 'globalThis.memory??=new OperationMemory']],
  },
];

/**
 * A fault that shows nobody anything by itself: what is kept for others is found, and does not open, since it is sealed with
 * their credential.
 */
export const HELD_BY_THE_SEAL = {
  name: 'what is kept is kept without the credential',
  replacements: [CACHE_KEY],
};

/**
 * A copy of the built server with such a fault; `remove` takes it away.
 *
 * @throws Error where a text to replace is not there exactly once, since that would be no fault at all
 */
export async function buildSabotaged({ name, replacements }) {
  const whole = await readFile(dist + BUNDLE, 'utf8');
  const text = replacements.reduce((before, [from, to]) => replaceOnce(before, from, to, name), whole);
  const folder = await mkdtemp(join(tmpdir(), 'billing-sabotage-'));
  const own = [BUNDLE, ENTRY, KEPT_CODE];
  for (const file of await readdir(dist))
    if (!own.includes(file)) await symlink(dist + file, join(folder, file));
  // Packages that are not in the bundle are looked for beside it.
  await symlink(join(dist, '../node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, BUNDLE), text);
  await cp(dist + ENTRY, join(folder, ENTRY));
  return { entry: join(folder, ENTRY), remove: async () => rm(folder, { recursive: true }) };
}

/** Exported for the test of it. */
export function replaceOnce(text, from, to, name) {
  const parts = text.split(from);
  if (parts.length !== 2)
    throw new Error(`Sabotage "${name}": the built server has ${from} ${parts.length - 1} times, not once.`);
  return parts.join(to);
}
